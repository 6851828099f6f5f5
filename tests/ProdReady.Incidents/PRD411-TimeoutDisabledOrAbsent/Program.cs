using System.Net;
using System.Net.Sockets;

// The supplier's server has been stopped in a debugger: the kernel accepts connections for it, and nobody answers.
using var supplier = new TcpListener(IPAddress.Loopback, 0);
supplier.Start();

var prices = new PriceList(supplier.LocalEndpoint);
Console.WriteLine("Asking for the price");
Console.WriteLine($"The price is {await prices.Get()}");

sealed class PriceList(EndPoint supplier)
{
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };

    public Task<string> Get() => _client.GetStringAsync($"http://{supplier}/price");
}
