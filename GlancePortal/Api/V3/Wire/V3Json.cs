using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(KeystoneTimeConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(AuthRequest))]
[JsonSerializable(typeof(ScopePart))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(CatalogBody))]
[JsonSerializable(typeof(ProjectBody))]
[JsonSerializable(typeof(ProjectsBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UsersBody))]
[JsonSerializable(typeof(RoleBody))]
[JsonSerializable(typeof(RolesBody))]
[JsonSerializable(typeof(DomainBody))]
[JsonSerializable(typeof(DomainsBody))]
[JsonSerializable(typeof(AssignmentsBody))]
[JsonSerializable(typeof(ProjectRequest))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(PasswordChangeRequest))]
[JsonSerializable(typeof(ApplicationCredentialRequest))]
[JsonSerializable(typeof(ApplicationCredentialBody))]
[JsonSerializable(typeof(ApplicationCredentialsBody))]
internal sealed partial class V3Json : JsonSerializerContext;
