using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class DestructiveMigrationTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        """;

    private const string Initial = """
        [Migration("20260101000000_Initial")]
        class Initial : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "Ancient");
        }
        """;

    /// <summary>The newest of two migrations.</summary>
    private static Task Newest(string up, string more = "", Target? project = null) => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}

        [Migration("20260201000000_Second")]
        class Second : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                {{up}}
            }

            {{more}}
        }
        """, project);

    /// <summary>The same, behind a version whose model is there.</summary>
    private static Task Behind(string model, string up) => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        [Migration("20260101000000_Initial")]
        class Initial : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder) { }

            protected override void BuildTargetModel(ModelBuilder modelBuilder)
            {
                modelBuilder.HasSequence("orderseq");
                {{model}}
            }
        }

        [Migration("20260201000000_Second")]
        class Second : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                {{up}}
            }
        }
        """);

    private const string Orders = """
        modelBuilder.Entity("Shop.Order", b =>
        {
            b.Property<int>("Id");
            b.Property<decimal>("Total").HasColumnType("numeric");
            b.Property<string>("_note").HasColumnName("Note");
            b.HasKey("Id");
            b.ToTable("Orders", "shop");
            b.OwnsOne("Shop.Address", "Address", b1 => { b1.Property<string>("City"); b1.ToTable("Orders"); });
        });
        modelBuilder.Entity("Shop.Customer", b => { b.Property<int>("Id"); b.Property<string>("Name"); b.ToTable("Customers"); });
        """;

    [Theory]
    [InlineData("""migrationBuilder.[|DropColumn|](name: "Total", table: "Orders");""")]
    [InlineData("""migrationBuilder.[|DropColumn|]("Total", "Orders", "shop");""")]
    [InlineData("""migrationBuilder.[|DropTable|](name: "Orders", schema: "shop");""")]
    [InlineData("""migrationBuilder.[|DropSequence|]("orderseq");""")]
    [InlineData("""migrationBuilder.[|RenameColumn|](name: "Total", table: "Orders", newName: "Amount");""")]
    [InlineData("""migrationBuilder.[|RenameTable|](name: "Orders", newName: "Sales");""")]
    [InlineData("""migrationBuilder.[|RenameTable|](name: "Orders", newName: "Orders", newSchema: "shop");""")]
    [InlineData("""migrationBuilder.[|RenameSequence|](name: "orderseq", newName: "salesseq");""")]
    public Task What_version_N_uses_is_reported(string up) => Newest(up);

    [Theory]
    [InlineData("""migrationBuilder.[|AddColumn<string>|](name: "Note", table: "Orders", nullable: false);""")]
    [InlineData("""migrationBuilder.[|AddColumn<string>|]("Note", "Orders");""")]
    [InlineData("""migrationBuilder.[|AddColumn<string>|]("Note", "Orders").Annotation("MySql:CharSet", "utf8mb4");""")]
    public Task A_required_column_without_a_default_is_reported(string up) => Newest(up);

    [Theory]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "Note", table: "Orders", nullable: true);""")]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "Note", table: "Orders", nullable: false, defaultValue: "");""")]
    [InlineData("""migrationBuilder.AddColumn<System.DateTime>(name: "At", table: "Orders", nullable: false, defaultValueSql: "now()");""")]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "Note", table: "Orders", nullable: false, computedColumnSql: "1");""")]
    [InlineData("""migrationBuilder.AddColumn<byte[]>(name: "Version", table: "Orders", rowVersion: true, nullable: false);""")]
    [InlineData("""migrationBuilder.AddColumn<int>(name: "Number", table: "Orders", nullable: false).Annotation("SqlServer:Identity", "1, 1");""")]
    [InlineData("""migrationBuilder.AddColumn<int>(name: "Number", table: "Orders", nullable: false).Annotation("A", 1).Annotation("Npgsql:ValueGenerationStrategy", 1);""")]
    [InlineData("""migrationBuilder.CreateTable("Notes", table => new { Id = table.Column<int>() }); migrationBuilder.AddColumn<string>(name: "Note", table: "Notes");""")]
    public Task A_column_that_inserts_may_leave_out_is_left_alone(string up) => Newest(up);

    [Theory]
    [InlineData("""type: "bigint", oldClrType: typeof(int), oldType: "int" """)]
    [InlineData("""type: "jsonb", oldClrType: typeof(string), oldType: "text" """)]
    [InlineData("""type: "nvarchar(450)", oldClrType: typeof(string), oldType: "nvarchar(max)" """)]
    [InlineData("""type: "character varying(50)", oldClrType: typeof(string), oldType: "character varying(100)" """)]
    [InlineData("""type: "varchar(50)", oldClrType: typeof(string), oldType: "text" """)]
    [InlineData("""type: "timestamp with time zone", oldClrType: typeof(string), oldType: "timestamp(6) without time zone" """)]
    [InlineData("""oldClrType: typeof(int)""")]
    [InlineData("""maxLength: 50, oldClrType: typeof(string), oldMaxLength: 100""")]
    [InlineData("""maxLength: 50, oldClrType: typeof(string)""")]
    [InlineData("""nullable: false, oldClrType: typeof(string), oldNullable: true""")]
    [InlineData("""oldClrType: typeof(string), oldNullable: true""")]
    [InlineData("""type: "text", nullable: false, defaultValue: "", oldClrType: typeof(string), oldType: "text", oldNullable: true""")]
    public Task A_column_that_takes_less_than_before_is_reported(string change) =>
        Newest($"migrationBuilder.[|AlterColumn<string>|](name: \"Note\", table: \"Orders\", {change});");

    [Theory]
    [InlineData("""type: "text", nullable: true, oldClrType: typeof(string), oldType: "text" """)]
    [InlineData("""type: "text", oldClrType: typeof(string), oldType: "text" """)]
    [InlineData("""type: "text", oldClrType: typeof(string), oldType: "varchar(50)" """)]
    [InlineData("""type: "nvarchar(max)", oldClrType: typeof(string), oldType: "nvarchar(450)" """)]
    [InlineData("""type: "bigint", oldClrType: typeof(string), oldType: "integer" """)]
    [InlineData("""type: "decimal(20,4)", oldClrType: typeof(string), oldType: "decimal(18,2)" """)]
    [InlineData("""maxLength: 100, oldClrType: typeof(string), oldMaxLength: 50""")]
    [InlineData("""oldClrType: typeof(string), oldMaxLength: 50""")]
    [InlineData("""oldNullable: false""")]
    public Task A_column_that_takes_as_much_is_left_alone(string change) =>
        Newest($"migrationBuilder.AlterColumn<string>(name: \"Note\", table: \"Orders\", {change});");

    [Theory]
    [InlineData("DROP TABLE Orders")]
    [InlineData("drop table if exists shop.\\\"Orders\\\";")]
    [InlineData("ALTER TABLE Orders DROP COLUMN Total")]
    [InlineData("ALTER TABLE Orders DROP CONSTRAINT fk; ALTER TABLE Orders DROP COLUMN Total")]
    [InlineData("DROP SEQUENCE orderseq")]
    [InlineData("ALTER TABLE Orders RENAME COLUMN Total TO Amount")]
    [InlineData("ALTER TABLE \\\"Orders\\\" RENAME \\\"Total\\\" TO \\\"Amount\\\"")]
    [InlineData("ALTER TABLE Orders RENAME TO Sales")]
    [InlineData("RENAME TABLE Orders TO Sales")]
    [InlineData("EXEC sp_rename 'dbo.Orders.Total', 'Amount', 'COLUMN'")]
    [InlineData("ALTER TABLE Orders ALTER COLUMN Note SET NOT NULL")]
    [InlineData("ALTER TABLE Orders ALTER COLUMN Total TYPE jsonb USING Total::jsonb")]
    [InlineData("ALTER TABLE Orders ALTER COLUMN Note nvarchar(50) NOT NULL")]
    [InlineData("ALTER TABLE Orders MODIFY COLUMN Note varchar(50) NOT NULL")]
    public Task Sql_that_takes_something_away_is_reported(string sql) => Newest($"migrationBuilder.[|Sql|](\"{sql}\");");

    [Fact]
    public Task Sql_around_values_is_read_and_reported() => Newest(""""
        var schema = "shop";
        migrationBuilder.[|Sql|]($@"ALTER TABLE ""{schema}"".""Orders"" ALTER COLUMN ""Data"" TYPE jsonb USING ""Data""::jsonb;");
        """");

    [Theory]
    [InlineData("UPDATE Orders SET Total = 0")]
    [InlineData("ALTER TABLE lang DROP CONSTRAINT lang_fkey;")]
    [InlineData("ALTER TABLE lang ADD CONSTRAINT lang_fkey FOREIGN KEY (fallback) REFERENCES lang(id) ON DELETE RESTRICT;")]
    [InlineData("DROP INDEX ix; CREATE INDEX ix ON Orders (Total)")]
    [InlineData("ALTER TABLE Orders RENAME CONSTRAINT a TO b")]
    [InlineData("ALTER TABLE Orders ALTER COLUMN Note DROP NOT NULL")]
    [InlineData("ALTER TABLE Orders ALTER COLUMN Note SET DEFAULT 1")]
    [InlineData("EXEC sp_rename 'Orders.IX_A', 'IX_B', 'INDEX'")]
    [InlineData("-- DROP TABLE Orders\\nSELECT 1")]
    [InlineData("/* ALTER TABLE Orders\\n DROP COLUMN Total */ SELECT 1")]
    [InlineData("CREATE TEMP TABLE moved (id int); DROP TABLE moved")]
    [InlineData("CREATE TABLE Orders_new (id int); DROP TABLE Orders; ALTER TABLE Orders_new RENAME TO Orders")]
    [InlineData("CREATE OR REPLACE FUNCTION f() RETURNS void AS $$ BEGIN DROP TABLE Orders; END $$ LANGUAGE plpgsql")]
    [InlineData("ALTER TABLE Orders ADD COLUMN Note text NOT NULL DEFAULT ''")]
    public Task Sql_that_version_N_can_live_with_is_left_alone(string sql) => Newest($"migrationBuilder.Sql(\"{sql}\");");

    [Fact]
    public Task Sql_that_cannot_be_read_is_left_alone() => Newest("migrationBuilder.Sql(System.IO.File.ReadAllText(\"drop.sql\"));");

    [Fact]
    public Task Names_that_cannot_be_read_are_left_alone() => Newest("""
        var name = System.Environment.MachineName;
        migrationBuilder.DropTable(name);
        migrationBuilder.DropColumn(name, "Orders");
        migrationBuilder.DropColumn("Total", name);
        migrationBuilder.DropSequence(name);
        migrationBuilder.RenameTable("Orders", newName: name);
        migrationBuilder.RenameTable("Orders", newName: "Orders", newSchema: name);
        """);

    [Fact]
    public Task What_nobody_asks_for_by_name_is_left_alone() => Newest("""
        migrationBuilder.DropIndex("IX", "Orders");
        migrationBuilder.DropForeignKey("FK", "Orders");
        migrationBuilder.DropPrimaryKey("PK", "Orders");
        migrationBuilder.RenameIndex("IX", "IX2", "Orders");
        migrationBuilder.CreateIndex("IX2", "Orders", "Total");
        """);

    [Fact]
    public Task The_way_down_is_left_alone() => Newest("", """
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders");
        """);

    [Fact]
    public Task A_table_that_is_rebuilt_is_left_alone() => Newest("""
        migrationBuilder.CreateTable("ef_temp_Orders", table => new { Id = table.Column<int>() });
        migrationBuilder.Sql("INSERT INTO ef_temp_Orders SELECT Id FROM Orders");
        migrationBuilder.DropTable("Orders");
        migrationBuilder.RenameTable("ef_temp_Orders", newName: "Orders");
        """);

    [Fact]
    public Task A_table_that_was_made_by_sql_is_left_alone() => Newest("""
        migrationBuilder.Sql("CREATE TABLE IF NOT EXISTS \"moved\" (id int)");
        migrationBuilder.DropTable("moved");
        """);

    [Fact]
    public Task A_column_that_is_made_anew_is_left_alone() => Newest("""
        migrationBuilder.AddColumn<int>("Temporary", "Orders", nullable: true);
        migrationBuilder.DropColumn("Temporary", "Orders");
        migrationBuilder.AddColumn<int>("Temporary", "Customers", nullable: true);
        migrationBuilder.[|DropColumn|]("Temporary2", "Customers");
        """);

    [Fact]
    public Task What_the_model_of_version_N_has_is_reported() => Behind(Orders, """
        migrationBuilder.[|DropColumn|]("Total", "Orders");
        migrationBuilder.[|DropColumn|]("Note", "Orders");
        migrationBuilder.[|DropColumn|]("Address_City", "Orders");
        migrationBuilder.[|DropTable|]("Customers");
        migrationBuilder.[|DropSequence|]("orderseq");
        migrationBuilder.[|AddColumn<string>|]("Mail", "Customers");
        migrationBuilder.[|Sql|]("DROP TABLE customers");
        """);

    [Fact]
    public Task The_contract_phase_is_left_alone() => Behind(Orders, """
        migrationBuilder.DropColumn("Discount", "Orders");
        migrationBuilder.DropColumn("Name", "Orders");
        migrationBuilder.RenameColumn("Discount", "Orders", "Rebate");
        migrationBuilder.AlterColumn<string>("Discount", "Orders", oldClrType: typeof(int));
        migrationBuilder.DropTable("Invoices");
        migrationBuilder.RenameTable("Invoices", newName: "Bills");
        migrationBuilder.DropSequence("invoiceseq");
        migrationBuilder.RenameSequence("invoiceseq", newName: "billseq");
        migrationBuilder.AddColumn<string>("Mail", "Invoices");
        migrationBuilder.Sql("DROP TABLE shop.invoices");
        """);

    [Fact]
    public Task An_entity_without_a_table_may_share_one_and_is_reported() => Behind("""
        modelBuilder.Entity("Shop.Order", b => { b.Property<int>("Id"); b.ToTable("Orders"); });
        modelBuilder.Entity("Shop.Gift", b => { b.HasBaseType("Shop.Order"); b.Property<string>("Wrapping"); });
        """, """migrationBuilder.[|DropColumn|]("Wrapping", "Orders");""");

    [Fact]
    public Task What_is_in_production_already_is_left_alone() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}

        [Migration("20260201000000_Second")]
        class Second : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders"); }

        [Migration("20260301000000_Third")]
        class Third : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.[|DropColumn|]("Note", "Orders"); }
        """);

    [Fact]
    public Task The_first_migration_is_left_alone() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}
        """);

    [Fact]
    public Task Migrations_without_an_id_are_left_alone() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}
        class Base : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders"); }
        class Tool { void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders"); }
        """);

    [Fact]
    public Task The_id_may_stand_in_another_file_and_is_reported() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}
        partial class Second : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.[|DropColumn|]("Total", "Orders"); }
        """, null, $$"""
        // <auto-generated />
        {{Usings}}
        [Migration("20260201000000_Second")]
        partial class Second { }
        """);

    [Fact]
    public Task Each_context_has_a_newest_migration_and_is_reported() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        class Shop : DbContext { }
        class Stock : DbContext { }

        [DbContext(typeof(Shop)), Migration("20250101000000_Initial")]
        class ShopInitial : Migration { protected override void Up(MigrationBuilder migrationBuilder) { } }

        [DbContext(typeof(Shop)), Migration("20250201000000_Second")]
        class ShopSecond : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.[|DropColumn|]("Total", "Orders"); }

        [DbContext(typeof(Stock)), Migration("20260101000000_Initial")]
        class StockInitial : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders"); }
        """);

    [Theory]
    [InlineData("20260101000000_Initial", "[|DropColumn|]", "[|DropColumn|]")]
    [InlineData("20260201000000", "DropColumn", "[|DropColumn|]")]
    [InlineData("20260301000000_Third", "DropColumn", "DropColumn")]
    [InlineData("20991231", "DropColumn", "DropColumn")]
    public Task What_comes_behind_the_baseline_is_reported(string baseline, string second, string third) => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}

        [Migration("20260201000000_Second")]
        class Second : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.{{second}}("Total", "Orders"); }

        [Migration("20260301000000_Third")]
        class Third : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.{{third}}("Note", "Orders"); }
        """, new Target().With(("prodready.PRD702.baseline", baseline)));

    [Fact]
    public Task What_another_migration_of_the_release_makes_is_left_alone() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}

        [Migration("20260201000000_Second")]
        class Second : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<int>("Total", "Orders", nullable: true); }

        [Migration("20260301000000_Third")]
        class Third : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RenameColumn("Total", "Orders", "Amount"); }
        """, new Target().With(("prodready.PRD702.baseline", "20260101000000_Initial")));

    [Fact]
    public Task A_contract_phase_can_be_declared_and_is_left_alone() => Check.Rule<DestructiveMigration>($$"""
        {{Usings}}
        {{Initial}}

        [Migration("20260201000000_Second")]
        class Second : Migration
        {
            [System.Diagnostics.CodeAnalysis.SuppressMessage("ProdReady.Rollout", "PRD702", Justification = "Version 41 is gone, and 42 does not read it")]
            protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Total", "Orders");
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Newest("""migrationBuilder.DropTable("Orders");""", project: Target.Test);
}
