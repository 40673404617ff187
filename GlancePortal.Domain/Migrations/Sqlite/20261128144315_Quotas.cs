using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Quotas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "reserved_bytes",
                table: "uploads",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "project_quotas",
                columns: table => new
                {
                    project_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    image_size_total = table.Column<long>(type: "INTEGER", nullable: true),
                    image_stage_total = table.Column<long>(type: "INTEGER", nullable: true),
                    image_count_total = table.Column<int>(type: "INTEGER", nullable: true),
                    image_count_uploading = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_quotas", x => x.project_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_images_owner_id_deleted_at_id",
                table: "images",
                columns: new[] { "owner_id", "deleted_at", "id" },
                filter: "status = 'PendingDelete'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "project_quotas");

            migrationBuilder.DropIndex(
                name: "ix_images_owner_id_deleted_at_id",
                table: "images");

            migrationBuilder.DropColumn(
                name: "reserved_bytes",
                table: "uploads");
        }
    }
}
