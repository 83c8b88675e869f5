return Parley.Load.Commands.CommandRunner.Run(args, Console.Out, Console.Error);
