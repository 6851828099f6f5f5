// orders FOLDER put CUSTOMER ORDER, orders FOLDER get CUSTOMER
var (folder, command, customer) = (args[0], args[1], args[2]);
if (command == "put")
{
    File.AppendAllText(ShardOf(customer), args[3]);
    Console.WriteLine($"Kept {args[3]}");
}
else
{
    var shard = ShardOf(customer);
    Console.WriteLine(File.Exists(shard) ? $"{customer} has {File.ReadAllText(shard)}" : $"{customer} has no orders");
}

string ShardOf(string key) => Path.Combine(folder, $"shard-{(uint)key.GetHashCode() % 100_000}.txt");
