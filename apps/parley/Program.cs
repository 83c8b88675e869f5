using Parley.Command;
using Parley.Command.Execution;

StandardDescriptors.Protect();
NoColor.Normalize();
return await CommandRunner.RunAsync(ParleyCommand.Create(), args);
