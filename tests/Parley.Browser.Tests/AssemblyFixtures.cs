using Parley.Browser.Tests.Pages;
using Parley.Testing;

[assembly: AssemblyFixture(typeof(SharedServer))]
[assembly: AssemblyFixture(typeof(SharedBrowser))]
