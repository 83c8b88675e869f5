using Parley.Command;
using Parley.Command.Execution;

StandardDescriptors.Protect();
return await CommandRunner.RunAsync(ParleyCommand.Create(), args);
