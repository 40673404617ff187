namespace GlancePortal.Domain.Formats;

/// <summary>Stable names of what can be wrong with a content. docs/user/formats.md explains each.</summary>
public static class FormatChecks
{
    /// <summary>Several formats at once.</summary>
    public const string Polyglot = "polyglot";

    /// <summary>The format is not accepted at all.</summary>
    public const string Banned = "banned";

    /// <summary>Shorter than its header announces.</summary>
    public const string Truncated = "truncated";

    /// <summary>A table lies within the header.</summary>
    public const string HeaderOverlap = "header_overlap";

    /// <summary>Two tables share bytes.</summary>
    public const string TableOverlap = "table_overlap";

    /// <summary>A version that is not supported.</summary>
    public const string Version = "version";

    /// <summary>A checksum in the header is wrong.</summary>
    public const string Checksum = "checksum";

    /// <summary>A size that contradicts the rest of the header or what the format can hold.</summary>
    public const string Size = "size";

    /// <summary>The difference to a parent disk.</summary>
    public const string Parent = "parent";

    /// <summary>qcow2: needs a backing file.</summary>
    public const string BackingFile = "backing_file";

    /// <summary>qcow2: names the format of a backing file.</summary>
    public const string BackingFormat = "backing_format";

    /// <summary>qcow2: keeps its data in another file.</summary>
    public const string DataFile = "data_file";

    /// <summary>qcow2: a feature or version that is not known here.</summary>
    public const string UnknownFeatures = "unknown_features";

    /// <summary>qcow2: a cluster size that no tool opens.</summary>
    public const string ClusterBits = "cluster_bits";

    /// <summary>qcow2: a header too short or longer than a cluster.</summary>
    public const string HeaderLength = "header_length";

    /// <summary>qcow2: a header extension that goes beyond its place or is malformed.</summary>
    public const string HeaderExtension = "header_extension";

    /// <summary>qcow2: reference counts that no tool opens.</summary>
    public const string Refcount = "refcount";

    /// <summary>qcow2: an L1 table that no tool opens.</summary>
    public const string L1Table = "l1_table";

    /// <summary>qcow2: a table of snapshots that no tool opens.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>qcow2: a directory of bitmaps that no tool opens.</summary>
    public const string Bitmaps = "bitmaps";

    /// <summary>qcow2: an encryption that is unknown or incomplete.</summary>
    public const string Encryption = "encryption";

    /// <summary>qcow2, vmdk: a compression that is unknown or contradicts the feature bits.</summary>
    public const string CompressionType = "compression_type";

    /// <summary>vmdk: a descriptor that is missing, malformed or of a kind that is not accepted.</summary>
    public const string Descriptor = "descriptor";

    /// <summary>vmdk: data in other files.</summary>
    public const string ExternalExtent = "external_extent";

    /// <summary>vmdk: grains or grain tables that no tool opens.</summary>
    public const string Grain = "grain";

    /// <summary>vmdk, vhd: a footer that is missing or differs from the header.</summary>
    public const string Footer = "footer";

    /// <summary>vhd: the header of a dynamic disk is missing or malformed.</summary>
    public const string DynamicHeader = "dynamic_header";

    /// <summary>vhdx, vdi: a header that no tool opens.</summary>
    public const string Header = "header";

    /// <summary>vhdx: a region table that no tool opens.</summary>
    public const string RegionTable = "region_table";

    /// <summary>vhdx: metadata that no tool opens.</summary>
    public const string Metadata = "metadata";

    /// <summary>vhdx: changes that still wait in its log.</summary>
    public const string Log = "log";

    /// <summary>vdi: a kind of image that is not a whole disk.</summary>
    public const string ImageType = "image_type";

    /// <summary>gpt: a master boot record that contradicts itself.</summary>
    public const string Mbr = "mbr";
}
