using System.Security.Cryptography;

// Moves payments from one ledger to the other, batch by batch.
var batch = 0;
while (true)
{
    batch++;
    Console.WriteLine($"Batch {batch} taken out");
    BringIn(batch);
    Console.WriteLine($"Batch {batch} brought in");
    await Task.Delay(TimeSpan.FromSeconds(1));
}

static void BringIn(int batch) => Rfc2898DeriveBytes.Pbkdf2(BitConverter.GetBytes(batch), new byte[16], 3_000_000, HashAlgorithmName.SHA256, 32);
