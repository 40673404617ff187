using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Signatures;

/// <summary>Section `Signatures`: what signatures of images are verified with.</summary>
public sealed class SignatureOptions
{
    /// <summary>Folder of certificates, each by its uuid; null refuses images that have a signature.</summary>
    public string? CertificateDirectory { get; set; }
}

/// <summary>Refuses a folder that is not there.</summary>
internal sealed class SignatureOptionsRules : IValidateOptions<SignatureOptions>
{
    public ValidateOptionsResult Validate(string? name, SignatureOptions options) =>
        string.IsNullOrEmpty(options.CertificateDirectory) || Directory.Exists(options.CertificateDirectory)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Signatures:CertificateDirectory: there is no folder '{options.CertificateDirectory}'.");
}
