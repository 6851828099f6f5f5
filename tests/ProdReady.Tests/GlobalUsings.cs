global using ProdReady.Tests.Harness;
global using Project = ProdReady.Tests.Harness.Project;
global using Xunit;
