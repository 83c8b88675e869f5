return Parley.Load.Commands.CommandRunner.Run(args);
