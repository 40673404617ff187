using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of requests for data that comes from elsewhere: as much of them as is looked at.</summary>
internal static class ImportShapes
{
    public static readonly Shape Import = Shapes.Record("V2.Import", ("method", Shapes.Record(("name", Shapes.Text))));

    public static readonly Shape Location = Shapes.Record(
        "V2.NewLocation", ("url", Shapes.Text), ("validation_data?", Shapes.Record(("os_hash_algo", Shapes.Text), ("os_hash_value", Shapes.Text))));
}
