using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "copies",
                table: "uploads",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "outcome",
                table: "uploads",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "quarantined_at",
                table: "uploads",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source_version",
                table: "uploads",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "input",
                table: "jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request_id",
                table: "jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "data_id",
                table: "image_locations",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            // Data that was never replaced has the image's id.
            migrationBuilder.Sql("UPDATE image_locations SET data_id = image_id");

            migrationBuilder.CreateTable(
                name: "image_provenances",
                columns: table => new
                {
                    image_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_image_provenances", x => x.image_id);
                });

            migrationBuilder.CreateTable(
                name: "job_limits",
                columns: table => new
                {
                    type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    at_once = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_limits", x => x.type);
                });

            migrationBuilder.CreateTable(
                name: "job_log_lines",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    values = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_log_lines", x => x.id);
                    table.ForeignKey(
                        name: "fk_job_log_lines_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "project_import_rules",
                columns: table => new
                {
                    project_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    convert_to = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    compression = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_import_rules", x => x.project_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_uploads_job_id",
                table: "uploads",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_created_at_id",
                table: "jobs",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_type_created_at_id",
                table: "jobs",
                columns: new[] { "type", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_image_locations_data_id",
                table: "image_locations",
                column: "data_id");

            migrationBuilder.CreateIndex(
                name: "ix_job_log_lines_job_id_id",
                table: "job_log_lines",
                columns: new[] { "job_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "image_provenances");

            migrationBuilder.DropTable(
                name: "job_limits");

            migrationBuilder.DropTable(
                name: "job_log_lines");

            migrationBuilder.DropTable(
                name: "project_import_rules");

            migrationBuilder.DropIndex(
                name: "ix_uploads_job_id",
                table: "uploads");

            migrationBuilder.DropIndex(
                name: "ix_jobs_created_at_id",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_type_created_at_id",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_image_locations_data_id",
                table: "image_locations");

            migrationBuilder.DropColumn(
                name: "copies",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "outcome",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "quarantined_at",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "source_version",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "input",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "data_id",
                table: "image_locations");
        }
    }
}
