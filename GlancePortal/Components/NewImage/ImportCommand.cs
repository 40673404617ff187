using GlancePortal.Components.Shared;

namespace GlancePortal.Components.NewImage;

/// <summary>The command that does what the form of an import does.</summary>
internal static class ImportCommand
{
    private const string NextLine = " \\\n  ";

    /// <summary>`glance image-create-via-import` for the form as it is now.</summary>
    public static string Of(ImportForm form)
    {
        var parts = new List<string>
        {
            $"glance image-create-via-import --import-method web-download --uri {ShellQuote.Of(form.Address.Trim().Length > 0 ? WithoutPassword(form.Address.Trim()) : "ADDRESS")}",
            $"--name {ShellQuote.Of(form.Name.Trim().Length > 0 ? form.Name.Trim() : "NAME")}",
            $"--disk-format {ShellQuote.Of(form.DiskFormat.Length > 0 ? form.DiskFormat : "FORMAT")} --container-format {ShellQuote.Of(form.ContainerFormat)}",
            $"--visibility {form.Visibility.ToString().ToLowerInvariant()}",
        };
        parts.AddRange(form.TagList.Select(tag => $"--tags {ShellQuote.Of(tag)}"));
        if (form.Stores.Count > 0)
        {
            parts.Add($"--stores {ShellQuote.Of(string.Join(',', form.Stores.Order(StringComparer.Ordinal)))}");
        }

        return string.Join(NextLine, parts);
    }

    private static string WithoutPassword(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? address.Replace(uri.UserInfo + "@", "USER:PASSWORD@", StringComparison.Ordinal) : address;
}
