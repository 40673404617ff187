using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ImageSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_image_tags_value",
                table: "image_tags");

            migrationBuilder.AddColumn<string>(
                name: "os_distro",
                table: "images",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "images",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "tag_set",
                table: "images",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value_start",
                table: "image_properties",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            // What the program keeps from now on, for the rows that are there. lower() here knows ASCII letters only:
            // an old name with others is found in its own case until its image changes.
            migrationBuilder.Sql("""
                UPDATE image_properties SET value_start = substr(value, 1, 100);
                UPDATE images SET
                    search_text = lower(coalesce(name, '') || coalesce(
                        (SELECT group_concat(char(10) || tag.value, '') FROM (SELECT value FROM image_tags WHERE image_id = images.id ORDER BY value) tag), '')),
                    tag_set = (SELECT json_group_array(tag.value) FROM (SELECT value FROM image_tags WHERE image_id = images.id ORDER BY value) tag HAVING count(*) > 0),
                    os_distro = (SELECT value FROM image_properties WHERE image_id = images.id AND name = 'os_distro' AND length(value) <= 255);
                """);

            migrationBuilder.CreateIndex(
                name: "ix_images_search",
                table: "images",
                columns: new[] { "owner_id", "status", "visibility", "disk_format", "container_format", "os_distro", "tag_set", "hidden", "deleted_at", "created_at", "updated_at", "size", "search_text", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_image_tags_value_image_id",
                table: "image_tags",
                columns: new[] { "value", "image_id" });

            migrationBuilder.CreateIndex(
                name: "ix_image_properties_name_value_start_image_id",
                table: "image_properties",
                columns: new[] { "name", "value_start", "image_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_images_search",
                table: "images");

            migrationBuilder.DropIndex(
                name: "ix_image_tags_value_image_id",
                table: "image_tags");

            migrationBuilder.DropIndex(
                name: "ix_image_properties_name_value_start_image_id",
                table: "image_properties");

            migrationBuilder.DropColumn(
                name: "os_distro",
                table: "images");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "images");

            migrationBuilder.DropColumn(
                name: "tag_set",
                table: "images");

            migrationBuilder.DropColumn(
                name: "value_start",
                table: "image_properties");

            migrationBuilder.CreateIndex(
                name: "ix_image_tags_value",
                table: "image_tags",
                column: "value");
        }
    }
}
