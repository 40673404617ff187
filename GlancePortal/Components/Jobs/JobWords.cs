using System.Globalization;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Jobs;
using GlancePortal.Resources;
using Microsoft.Extensions.Localization;

namespace GlancePortal.Components.Jobs;

/// <summary>Says in words what jobs are made of.</summary>
internal static class JobWords
{
    /// <summary>A phase; a step that has no words of its own is called by its name.</summary>
    public static string Phase(IStringLocalizer<Texts> texts, string name) => texts[$"Phase.{name}"] is { ResourceNotFound: false } known ? known : name;

    public static string Cause(IStringLocalizer<Texts> texts, string code) =>
        texts[$"Error.{code}"] is { ResourceNotFound: false } known ? known : texts["Error.unknown"];

    public static string Bytes(JobPhaseView phase) => (phase.BytesDone, phase.BytesTotal) switch
    {
        (0, null) => "",
        (var done, { } total) when done != total => $"{ByteSize.Short(done)} / {ByteSize.Short(total)}",
        (var done, _) => ByteSize.Short(done),
    };

    /// <summary>Speed, and time to the end where it is known.</summary>
    public static string Pace(IStringLocalizer<JobTexts> texts, JobPace pace) => pace.Left is { } left
        ? texts["PaceLeft", ByteSize.Short(pace.BytesPerSecond), Took(texts, left)]
        : texts["Pace", ByteSize.Short(pace.BytesPerSecond)];

    public static string Took(IStringLocalizer<JobTexts> texts, TimeSpan took) => took switch
    {
        { TotalMinutes: < 1 } => texts["Seconds", took.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture)],
        { TotalHours: < 1 } => texts["Minutes", (int)took.TotalMinutes, took.Seconds],
        _ => texts["Hours", (int)took.TotalHours, took.Minutes],
    };

    /// <summary>A line of the log; one that has no words shows what it has.</summary>
    public static string Line(IStringLocalizer<Texts> texts, JobLogLineView line)
    {
        if (line.Code == JobPace.Resumed && line.Values is [var phase, var bytes] && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var there))
        {
            return texts["JobLog.phase.resume", Phase(texts, phase), ByteSize.Short(there)];
        }

        try
        {
            return texts[$"JobLog.{line.Code}", [.. line.Values]] is { ResourceNotFound: false } known ? known : string.Join(' ', line.Values.Prepend(line.Code));
        }
        catch (FormatException)
        {
            return string.Join(' ', line.Values.Prepend(line.Code));
        }
    }
}
