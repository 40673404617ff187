using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GlancePortal.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Metadefs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "metadef_namespaces",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    display_name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    description = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    visibility = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    @protected = table.Column<bool>(name: "protected", type: "INTEGER", nullable: false),
                    owner_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_namespaces", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "metadef_resource_types",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_resource_types", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "metadef_objects",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    required = table.Column<string>(type: "TEXT", nullable: false),
                    definitions = table.Column<string>(type: "TEXT", nullable: false),
                    namespace_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_objects", x => x.id);
                    table.ForeignKey(
                        name: "fk_metadef_objects_metadef_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalTable: "metadef_namespaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "metadef_properties",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    namespace_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_properties", x => x.id);
                    table.ForeignKey(
                        name: "fk_metadef_properties_metadef_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalTable: "metadef_namespaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "metadef_tags",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    namespace_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_tags", x => x.id);
                    table.ForeignKey(
                        name: "fk_metadef_tags_metadef_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalTable: "metadef_namespaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "metadef_associations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    prefix = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    properties_target = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    namespace_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metadef_associations", x => x.id);
                    table.ForeignKey(
                        name: "fk_metadef_associations_metadef_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalTable: "metadef_namespaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_metadef_associations_metadef_resource_types_name",
                        column: x => x.name,
                        principalTable: "metadef_resource_types",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_metadef_associations_name",
                table: "metadef_associations",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_metadef_associations_namespace_id_key",
                table: "metadef_associations",
                columns: new[] { "namespace_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_metadef_namespaces_name",
                table: "metadef_namespaces",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_metadef_objects_namespace_id_key",
                table: "metadef_objects",
                columns: new[] { "namespace_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_metadef_properties_namespace_id_key",
                table: "metadef_properties",
                columns: new[] { "namespace_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_metadef_tags_namespace_id_key",
                table: "metadef_tags",
                columns: new[] { "namespace_id", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "metadef_associations");

            migrationBuilder.DropTable(
                name: "metadef_objects");

            migrationBuilder.DropTable(
                name: "metadef_properties");

            migrationBuilder.DropTable(
                name: "metadef_tags");

            migrationBuilder.DropTable(
                name: "metadef_resource_types");

            migrationBuilder.DropTable(
                name: "metadef_namespaces");
        }
    }
}
