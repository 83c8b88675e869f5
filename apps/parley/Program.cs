using Parley.Command;
using Parley.Command.Execution;

if (FileLimit.IsTooLow())
{
    return ExitCode.Failure;
}

StandardDescriptors.Protect();
NoColor.Normalize();
return await CommandRunner.RunAsync(ParleyCommand.Create(), args);
