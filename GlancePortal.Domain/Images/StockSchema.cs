namespace GlancePortal.Domain.Images;

/// <summary>The custom properties that Glance's stock schema describes: mostly free text, some with a shape.</summary>
internal static class StockSchema
{
    public const string Text = $$"""
        {
          "kernel_id": {
            "type": ["null", "string"], "pattern": "{{ImageSchema.UuidPattern}}",
            "description": "Id of the image that holds the kernel of an AMI-style image." },
          "ramdisk_id": {
            "type": ["null", "string"], "pattern": "{{ImageSchema.UuidPattern}}",
            "description": "Id of the image that holds the ramdisk of an AMI-style image." },
          "instance_uuid": { "type": "string", "description": "Server that this image was taken from. Informational." },
          "architecture": { "type": "string", "description": "Processor architecture of the operating system." },
          "os_distro": { "type": "string", "description": "Common name of the operating system's distribution, in lower case." },
          "os_version": { "type": "string", "description": "Version of the operating system as its distributor names it." },
          "description": { "type": "string", "description": "For people to read." },
          "cinder_encryption_key_id": { "type": "string", "description": "Id of the key that volumes made from this image are encrypted with." },
          "cinder_encryption_key_deletion_policy": {
            "type": "string", "enum": ["on_image_deletion", "do_not_delete"], "description": "Whether that key is deleted with the image." }
        }
        """;
}
