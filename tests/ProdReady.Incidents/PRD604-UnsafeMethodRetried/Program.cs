using Microsoft.Extensions.DependencyInjection;

using var service = new PaymentService();
var services = new ServiceCollection();
services.AddHttpClient<Payments>(client => client.BaseAddress = new Uri($"http://{service.Address}")).AddStandardResilienceHandler();
await using var provider = services.BuildServiceProvider();

using var answer = await provider.GetRequiredService<Payments>().Pay(100);
Console.WriteLine($"Answered {(int)answer.StatusCode}; paid: {service.Paid}");

sealed class Payments(HttpClient http)
{
    public Task<HttpResponseMessage> Pay(int amount) => http.PostAsync("/payments", new StringContent($"{amount}"));
}
