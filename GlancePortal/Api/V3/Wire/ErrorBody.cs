namespace GlancePortal.Api.V3.Wire;

internal sealed record ErrorBody(ErrorDetail Error);

internal sealed record ErrorDetail(int Code, string Message, string Title);
