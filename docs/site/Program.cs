using System.Reflection;
using ProdReady.Site;

// dotnet run --project docs/site [FOLDER]: writes the site and says which links lead nowhere.
var repository = typeof(Site).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;
var folder = Path.GetFullPath(args is [var given, ..] ? given : Path.Combine(repository, "docs", "html"));

var site = Site.Of(repository);
site.WriteTo(folder);
Console.WriteLine($"{site.Pages.Count} pages: {Path.Combine(folder, "index.html")}");

var broken = site.BrokenLinks();
foreach (var link in broken) Console.Error.WriteLine(link);
return broken.Count == 0 ? 0 : 1;
