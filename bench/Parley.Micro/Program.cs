using BenchmarkDotNet.Running;
using Parley.Micro;

var summaries = BenchmarkSwitcher.FromAssembly(typeof(Samples).Assembly).Run(args, ShortJob.Config);
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
