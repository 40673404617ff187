using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Postgres
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
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "images",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "tag_set",
                table: "images",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value_start",
                table: "image_properties",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            // What the program keeps from now on, for the rows that are there.
            migrationBuilder.Sql("""
                UPDATE image_properties SET value_start = left(value, 100);
                UPDATE images SET
                    search_text = lower(coalesce(name, '') || coalesce(
                        (SELECT string_agg(chr(10) || value, '' ORDER BY value COLLATE "C") FROM image_tags WHERE image_id = images.id), '')),
                    tag_set = (SELECT json_agg(value ORDER BY value COLLATE "C")::text FROM image_tags WHERE image_id = images.id),
                    os_distro = (SELECT value FROM image_properties WHERE image_id = images.id AND name = 'os_distro' AND length(value) <= 255);
                """);

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
