using GlancePortal.Api.OpenApi;

namespace GlancePortal.Uploads;

/// <summary>What the methods of tus do. Both paths take every method, since a header may name another one than the request's own.</summary>
internal static class TusDescriptions
{
    public static void OfCollection(RouteHandlerBuilder endpoint)
    {
        Options(endpoint);
        endpoint.Describe("POST", "Begin an upload", it => Version(it)
            .Says("Into a queued image (`image_id`) or a new one (`name`, `disk_format`, `container_format` and any other property). With "
                + "`X-HTTP-Method-Override` a POST can stand for any other method.")
            .Header(TusHeaders.UploadLength, "Bytes it will have.", Shapes.Integer)
            .Header(TusHeaders.UploadDeferLength, "1: the length is told later.", Shapes.Integer)
            .Header(TusHeaders.UploadMetadata, "Names and values in Base64: image_id, or fields of the new image; store, checksum_md5, checksum_sha256, checksum_sha512, filename.")
            .Header(TusHeaders.UploadConcat, "partial, or final; and the partial uploads.")
            .Header(TusHeaders.UploadChecksum, "Algorithm and checksum in Base64 of the bytes in this request.")
            .Answer(201, "It has begun.", headers: ["Location", TusHeaders.ImageId, TusHeaders.UploadExpires, TusHeaders.UploadOffset])
            .Refuses(400, 403, 404, 409, 412, 413, 415, 460, 507));
        endpoint.Hide("HEAD", "PATCH", "DELETE");
    }

    public static void OfUpload(RouteHandlerBuilder endpoint)
    {
        Options(endpoint);
        endpoint.Describe("HEAD", "Show how far an upload is", it => Version(it)
            .Answer(200, "Its offset and length.", headers: [TusHeaders.UploadOffset, TusHeaders.UploadLength, TusHeaders.UploadMetadata, TusHeaders.UploadExpires])
            .Refuses(403, 404, 412));
        endpoint.Describe("PATCH", "Send bytes of an upload", it => Version(it)
            .Header(TusHeaders.UploadOffset, "Where they begin: what HEAD told.", Shapes.Integer, isRequired: true)
            .Header(TusHeaders.UploadChecksum, "Algorithm and checksum in Base64 of these bytes.")
            .Takes(Shapes.Bytes, TusHeaders.OffsetMediaType)
            .Answer(204, "They are stored.", headers: [TusHeaders.UploadOffset, TusHeaders.UploadExpires])
            .Refuses(400, 403, 404, 409, 410, 412, 413, 415, 423, 460, 507));
        endpoint.Describe("DELETE", "End an upload", it => Version(it)
            .Says("Nothing of it is kept; a new image that it had made is deleted.")
            .Answer(204, "It has ended.").Refuses(403, 404, 409, 412, 423));
        endpoint.Describe("POST", "Do what X-HTTP-Method-Override says", it => Version(it)
            .Header(TusHeaders.MethodOverride, "HEAD, PATCH or DELETE, for clients that cannot send these.", isRequired: true)
            .Answer(200, "As HEAD.").Answer(204, "As PATCH or DELETE.")
            .Refuses(400, 403, 404, 405, 409, 412));
    }

    private static void Options(RouteHandlerBuilder endpoint) => endpoint.Describe("OPTIONS", "Show what this server can do", it => it
        .Answer(204, "Version, extensions and limits.", headers:
            [TusHeaders.TusVersion, TusHeaders.TusExtension, TusHeaders.TusMaxSize, TusHeaders.TusChecksumAlgorithm]));

    private static OperationDescription Version(OperationDescription it) =>
        it.Header(TusHeaders.TusResumable, $"The protocol's version: {TusHeaders.Version}.", isRequired: true);
}
