using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LostWriters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_lost_writer",
                table: "uploads",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "has_lost_writer",
                table: "uploads");
        }
    }
}
