using System.Globalization;
using GlancePortal.Components.Shared;

namespace GlancePortal.Components.NewImage;

/// <summary>The command that does what a form does.</summary>
internal static class CreateCommand
{
    private const string NextLine = " \\\n  ";

    /// <summary>`openstack image create` for the form as it is now.</summary>
    public static string Of(NewImageForm form)
    {
        var file = form.File?.FileName ?? "FILE";
        var parts = new List<string> { $"openstack image create {ShellQuote.Of(form.Name.Trim().Length > 0 ? form.Name.Trim() : "NAME")}", $"--file {ShellQuote.Of(file)}" };
        parts.Add($"--disk-format {ShellQuote.Of(form.DiskFormat.Length > 0 ? form.DiskFormat : "FORMAT")} --container-format {ShellQuote.Of(form.ContainerFormat)}");
        parts.Add($"--{form.Visibility.ToString().ToLowerInvariant()}{(form.Protected ? " --protected" : "")}");
        AddNumber(parts, "--min-disk", Amounts.Gibibytes(form.MinDisk));
        AddNumber(parts, "--min-ram", Amounts.Mebibytes(form.MinRam));
        parts.AddRange(form.AllProperties().Select(property => $"--property {ShellQuote.Of($"{property.Key}={property.Value}")}"));
        parts.AddRange(form.TagList.Select(tag => $"--tag {ShellQuote.Of(tag)}"));
        var create = string.Join(NextLine, parts);
        // The client cannot announce a checksum: it is checked before anything is sent.
        return ExpectedChecksum.Parse(form.Checksum) is { } expected
            ? $"echo {ShellQuote.Of($"{expected.Hex}  {file}")} | {expected.Algorithm}sum --check &&\n{create}"
            : create;
    }

    private static void AddNumber(List<string> parts, string option, int? value)
    {
        if (value > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{option} {value}"));
        }
    }
}
