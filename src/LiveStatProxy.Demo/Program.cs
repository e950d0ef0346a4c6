Console.WriteLine("The demo is being built.");
