using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// Each request made its own HttpClient. At noon the machine had no free ports left, and everything that wanted to connect failed, the database as well.
/// Left alone: tools and libraries, clients that run once, handlers that come from elsewhere or set a lifetime, clients of the same machine, typed clients that are set up in no way.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HttpClientLifetime() : ProductionRule(Rule, Kept, Replaced)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD605", Concern.Load, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "An HttpClient lives too short or too long",
        message: "A new HttpClient for each '{0}' makes a connection of its own, with a handshake, and leaves its port taken for minutes: under load there is none left; share one, or ask IHttpClientFactory for it");

    internal static readonly DiagnosticDescriptor Kept = Describe.Variant(Rule,
        "The client that '{0}' keeps holds its connections for as long as the process lives, and never asks DNS again: when the service moves, calls go to the old address; set 'PooledConnectionLifetime'");

    internal static readonly DiagnosticDescriptor Replaced = Describe.Variant(Rule,
        "This registration makes '{0}' without what 'AddHttpClient' sets up for it: address, timeout and handlers are lost, and nothing says so; remove it, or have it return the typed client");

    internal static readonly Option<int> Minutes = Options.Number(
        "prodready.PRD605.connection_lifetime", 5, 1, 1440, "The minutes after which connections are made anew, in what the fix writes.");

    /// <summary>The name under which the fixer finds <see cref="Minutes"/>.</summary>
    internal const string MinutesNote = "minutes";

    /// <summary>The name under which the fixer finds which of the shapes it is.</summary>
    internal const string ShapeNote = "shape";

    /// <summary>The name under which the fixer finds the typed client that is to be returned; empty where the registration is of the same service.</summary>
    internal const string TypedNote = "typed";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.Library) || known.Type(HttpClientApis.Client) is not { } client) return;

        var typed = new TypedClients(known);
        watch.OnCall(typed.Adding, call => typed.Lost(call) is { } lost
            ? new Finding(Names.Called(call), call.TargetMethod.TypeArguments.Last().Name) { Wording = Replaced, Learned = Notes(nameof(Replaced), call).Add(TypedNote, Typed(lost, call)), Also = ImmutableArray.Create(Names.Called(lost).GetLocation() ?? Location.None) }
            : null);
        // What lives how long in a library is decided by who uses it.
        if (known.Kind == ProjectKind.Library) return;

        var clients = new HttpClients(known);
        var handlers = new HttpHandlers(known);
        watch.On<IObjectCreationOperation>(OperationKind.ObjectCreation, creation =>
        {
            if (!SymbolEqualityComparer.Default.Equals(creation.Type, client)) return null;
            if (clients.KeptBy(creation) is { } keeper) return handlers.KeepsConnections(creation) ? new Finding(creation.Syntax, keeper) { Wording = Kept, Learned = Notes(nameof(Kept), creation) } : null;
            return handlers.IsOwn(creation) && clients.MadeForEach(creation) is { } entrance ? new Finding(creation.Syntax, entrance) { Learned = Notes("", creation) } : null;
        });

        ImmutableDictionary<string, string?> Notes(string shape, IOperation where) =>
            Finding.Notes((ShapeNote, shape), (MinutesNote, watch.Read(Minutes, where).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The service by which the typed client is asked for, where it also serves as the other one.</summary>
    private static string? Typed(IInvocationOperation typed, IInvocationOperation add)
    {
        var (client, service) = (typed.TargetMethod.TypeArguments[0], add.TargetMethod.TypeArguments[0]);
        if (SymbolEqualityComparer.Default.Equals(client, service)) return "";
        return Types.Is(client, service as INamedTypeSymbol) && add.SemanticModel is { } model ? client.ToMinimalDisplayString(model, add.Syntax.SpanStart) : null;
    }
}
