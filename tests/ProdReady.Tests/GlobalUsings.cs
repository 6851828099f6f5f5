global using ProdReady.Tests.Harness;
global using Xunit;
