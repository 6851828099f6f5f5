using System.Diagnostics;
using System.Security;

namespace ProdReady.FixRuns.Projects;

/// <summary>Asks MSBuild how it would call the compiler for each project.</summary>
internal static class CompilerCalls
{
    private static readonly string Targets = Path.Combine(AppContext.BaseDirectory, "Projects", "CompilerCalls.targets");

    /// <summary>What the tasks of a build are told by an editor that wants to know and not to build. Packages that cannot be had do not end it.</summary>
    private static readonly string[] DesignTime =
    [
        "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:BuildProjectReferences=false", "-p:BuildingProject=false",
        "-p:ContinueOnError=ErrorAndContinue", "-p:NonExistentFile=__none__/__none__", "-p:EmitAssetsLogMessages=false",
    ];

    /// <summary>The calls; a project that MSBuild has no answer for is compiled with what its folder holds.</summary>
    public static IReadOnlyList<CompilerCall> Ask(IReadOnlyList<string> projects, IReadOnlyList<string> properties)
    {
        var scratch = Directory.CreateTempSubdirectory("prodready-fixruns-").FullName;
        try
        {
            var solution = Path.Combine(scratch, "All.slnx");
            File.WriteAllLines(solution, ["<Solution>", .. projects.Select(project => $"  <Project Path=\"{SecurityElement.Escape(project)}\" />"), "</Solution>"]);
            string[] common = ["-nodeReuse:false", "-v:q", "-p:NuGetAudit=false", "-p:EnableWindowsTargeting=true", "-p:DisableTransitiveFrameworkReferenceDownloads=true", .. properties];
            Run(["restore", solution, .. common]);
            Run(["msbuild", solution, "-t:WriteCompilerCall", "-m", .. DesignTime, $"-p:CustomAfterMicrosoftCSharpTargets={Targets}", $"-p:CustomAfterMicrosoftCommonCrossTargetingTargets={Targets}", $"-p:FixRunsOutput={scratch}/", .. common]);

            var answers = Directory.GetFiles(scratch, "*.txt").Select(path => CompilerCall.Read(File.ReadAllLines(path))).ToDictionary(call => call.Project, StringComparer.OrdinalIgnoreCase);
            return [.. projects.Select(project => answers.GetValueOrDefault(project) ?? LooseProject.Call(project)).Where(call => !call.Arguments.SourceFiles.IsEmpty)];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Whether it succeeds tells little: what is missing shows in what is written.</summary>
    private static void Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // 'dotnet run' tells its children where its own MSBuild is; a user's shell does not.
        foreach (var name in start.Environment.Keys.Where(name => name is "MSBuildSDKsPath" or "MSBUILD_EXE_PATH" or "MSBuildExtensionsPath" or "MSBuildLoadMicrosoftTargetsReadOnly").ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        foreach (var line in output.Split('\n').Where(line => line.Contains("error ", StringComparison.Ordinal)).Select(line => line.Split(" [")[0].Trim()).Distinct().Take(5)) Console.Error.WriteLine(line);
    }
}
