namespace ProdReady.Configuration;

/// <summary>The host would refuse the file here.</summary>
internal sealed class JsonMistakeException(int position, string message) : Exception(message)
{
    public int Position => position;
}
