using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class DestructiveMigrationFixerTests
{
    /// <summary>Beside SQLite, PostgreSQL: its provider is known by the name of its assembly.</summary>
    private static readonly Target Postgres = new() { References = Providers.Postgres };

    /// <summary>No line between the braces.</summary>
    private const string Nothing = "~";

    private static string Migrations(string up, string down = "") => $$"""
        using System;
        using Microsoft.EntityFrameworkCore.Migrations;

        [Migration("20260101000000_Initial")]
        class Initial : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.CreateTable(
                    name: "Orders",
                    columns: table => new
                    {
                        Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                        Total = table.Column<decimal>(type: "TEXT", nullable: false),
                        Written = table.Column<DateTime>(name: "At", nullable: false),
                    });
            }
        }

        [Migration("20260201000000_Second")]
        class Second : Migration
        {
            /// <inheritdoc/>
            protected override void Up(MigrationBuilder migrationBuilder)
            {
        {{up}}
            }

            /// <inheritdoc/>
            protected override void Down(MigrationBuilder migrationBuilder)
            {
        {{down}}
            }
        }
        """.Replace(Nothing + "\n", "");

    private static Task Fix(string up, string down, string upAfter, string downAfter, Target? project = null, int index = 0) =>
        Check.Fix<DestructiveMigration, DestructiveMigrationFixer>(Migrations(up, down), Migrations(upAfter, downAfter), project, index);

    [Fact]
    public Task A_renamed_column_becomes_a_new_one_beside_the_old() => Fix("""
                // Finance calls it amount.
                migrationBuilder.[|RenameColumn|](
                    name: "Total",
                    table: "Orders",
                    newName: "Amount");

                migrationBuilder.CreateIndex("IX", "Orders", "Amount");
        """, """
                migrationBuilder.DropIndex("IX", "Orders");

                migrationBuilder.RenameColumn(
                    name: "Amount",
                    table: "Orders",
                    newName: "Total");
        """, """
                // Finance calls it amount.
                migrationBuilder.AddColumn<decimal>(
                    name: "Amount",
                    table: "Orders",
                    type: "TEXT",
                    nullable: true);
                migrationBuilder.Sql("UPDATE \"Orders\" SET \"Amount\" = \"Total\"");

                migrationBuilder.CreateIndex("IX", "Orders", "Amount");
        """, """
                migrationBuilder.DropIndex("IX", "Orders");

                migrationBuilder.DropColumn(
                    name: "Amount",
                    table: "Orders");
        """);

    [Fact]
    public Task A_renamed_column_on_one_line_with_a_schema_becomes_a_new_one() => Fix("""
                migrationBuilder.[|RenameColumn|](name: "At", schema: "shop", table: "Orders", newName: "WrittenAt");
        """, "", """
                migrationBuilder.AddColumn<DateTime>(name: "WrittenAt", schema: "shop", table: "Orders", nullable: true);
                migrationBuilder.Sql("UPDATE \"shop\".\"Orders\" SET \"WrittenAt\" = \"At\"");
        """, "");

    [Theory]
    [InlineData("""migrationBuilder.[|RenameColumn|](name: "Unknown", table: "Orders", newName: "Amount");""")]
    [InlineData("""migrationBuilder.[|RenameColumn|]("Total", table: "Orders", newName: "Amount");""")]
    [InlineData("""migrationBuilder.[|RenameColumn|](name: "Total", table: "Orders", newName: Environment.MachineName);""")]
    [InlineData("""migrationBuilder.[|RenameTable|](name: "Orders", newName: "Sales");""")]
    [InlineData("""migrationBuilder.[|DropTable|](name: "Orders");""")]
    [InlineData("""migrationBuilder.[|DropColumn|](name: "Total", table: "Orders");""")]
    [InlineData("""migrationBuilder.[|Sql|]("DROP TABLE Orders");""")]
    [InlineData("""migrationBuilder.[|AlterColumn<int>|](name: "Total", table: "Orders", oldClrType: typeof(decimal));""")]
    public Task What_takes_more_than_this_step_has_no_fix(string up) => Check.NoFix<DestructiveMigration, DestructiveMigrationFixer>(Migrations(up));

    [Fact]
    public Task A_column_that_may_be_null_stays() => Fix("""
                migrationBuilder.[|DropColumn|](
                    name: "Note",
                    table: "Orders");

                migrationBuilder.DropIndex("IX", "Orders");
        """, """
                migrationBuilder.AddColumn<string>(
                    name: "Note",
                    table: "Orders",
                    nullable: true);
        """, """
                // 'Note' stays until no running version uses it: drop it in the migration of a later release.

                migrationBuilder.DropIndex("IX", "Orders");
        """, Nothing);

    [Fact]
    public Task A_required_column_stays_and_takes_null() => Fix("""
                migrationBuilder.[|DropColumn|](
                    name: "Total",
                    table: "Orders");
        """, """
                migrationBuilder.AddColumn<decimal>(
                    name: "Total",
                    table: "Orders",
                    type: "numeric(18,2)",
                    precision: 18,
                    nullable: false,
                    defaultValue: 0m);
        """, """
                // 'Total' stays until no running version uses it: drop it in the migration of a later release.
                migrationBuilder.AlterColumn<decimal>(
                    name: "Total",
                    table: "Orders",
                    type: "numeric(18,2)",
                    precision: 18,
                    nullable: true,
                    oldClrType: typeof(decimal),
                    oldType: "numeric(18,2)",
                    oldPrecision: 18);
        """, """
                migrationBuilder.AlterColumn<decimal>(
                    name: "Total",
                    table: "Orders",
                    type: "numeric(18,2)",
                    precision: 18,
                    nullable: false,
                    defaultValue: 0m,
                    oldClrType: typeof(decimal),
                    oldType: "numeric(18,2)",
                    oldPrecision: 18,
                    oldNullable: true);
        """, Postgres);

    [Fact]
    public Task A_required_column_of_SQLite_has_no_fix() => Check.NoFix<DestructiveMigration, DestructiveMigrationFixer>(Migrations(
        """migrationBuilder.[|DropColumn|](name: "Total", table: "Orders");""",
        """migrationBuilder.AddColumn<decimal>(name: "Total", table: "Orders", nullable: false, defaultValue: 0m);"""));

    [Theory]
    [InlineData("string", "\"\"")]
    [InlineData("bool", "false")]
    [InlineData("int", "0")]
    [InlineData("long", "0L")]
    [InlineData("decimal", "0m")]
    [InlineData("Guid", "new Guid(\"00000000-0000-0000-0000-000000000000\")")]
    [InlineData("DateTime", "new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified)")]
    public Task A_required_column_gets_a_default(string type, string value) => Fix($"""
                migrationBuilder.[|AddColumn<{type}>|](
                    name: "Note",
                    table: "Orders",
                    nullable: false);
        """, "", $"""
                migrationBuilder.AddColumn<{type}>(
                    name: "Note",
                    table: "Orders",
                    nullable: false,
                    defaultValue: {value});
        """, "");

    [Theory]
    [InlineData(", nullable: false", ", nullable: true")]
    [InlineData("", ", nullable: true")]
    public Task A_required_column_takes_null(string written, string after) => Fix($"""
                migrationBuilder.[|AddColumn<string>|](name: "Note", table: "Orders"{written});
        """, "", $"""
                migrationBuilder.AddColumn<string>(name: "Note", table: "Orders"{after});
        """, "", index: 1);

    [Fact]
    public Task A_type_of_ones_own_has_no_default() => Check.NoFixNamed<DestructiveMigration, DestructiveMigrationFixer>("Give the column a default", Migrations(
        """migrationBuilder.[|AddColumn<DateOnly>|](name: "Day", table: "Orders");"""));
}
