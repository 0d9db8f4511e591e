package doorstep.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Key stores and certificates for tests, valid for a hundred years: the authority {@code ca}, and the certificates
 * {@code client} and {@code server} (localhost) that it has signed. The stores' password is {@code store-secret}, the
 * password of the key in {@code client.jks} is {@code key-secret}.
 */
public final class TestStores {
    private TestStores() {}

    /** Copies a store into a directory, because inside a jar it is not a file; returns the path of the copy. */
    public static String copy(String name, Path dir) throws IOException {
        Path file = dir.resolve(name);
        try (InputStream store = TestStores.class.getResourceAsStream("/tls/" + name)) {
            Files.copy(store, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toString();
    }
}
