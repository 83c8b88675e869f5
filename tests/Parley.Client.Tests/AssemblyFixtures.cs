using Parley.Testing;

[assembly: AssemblyFixture(typeof(SharedServer))]
