package doorstep.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keys and certificates for tests, valid for a hundred years: the authority {@code ca}, and {@code client} and {@code
 * server} of localhost that it vouches for. Stores have the password {@code store-secret}, the key in {@code client.jks}
 * has {@code key-secret}.
 */
public final class TestStores {
    private TestStores() {}

    /** The path of a copy in a directory: in a jar they are no files. */
    public static String copy(String name, Path dir) throws IOException {
        Path file = dir.resolve(name);
        try (InputStream store = TestStores.class.getResourceAsStream("/tls/" + name)) {
            Files.copy(store, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toString();
    }
}
