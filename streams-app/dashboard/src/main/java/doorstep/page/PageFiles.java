// SPDX-License-Identifier: Apache-2.0
package doorstep.page;

import doorstep.api.StaticFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page: {@code index.html} and what it names. All but that one have a digest of all of them in their
 * path, so that browsers keep them for ever and never mix versions.
 */
public final class PageFiles {
    private static final String INDEX = "index.html";
    /** Stands for the digest in {@code index.html}. */
    private static final String VERSION = "{version}";

    /** Stands for whether the server wants a token: the page asks for one before it asks for anything else. */
    private static final String TOKEN = "{token}";

    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"page/\\{version}/([^\"]+)\"");
    /** Path in the page to a library and to the file in it. */
    private static final Map<String, WebJarFile> LIBRARIES = Map.of(
            "lib/preact.js", new WebJarFile("preact", "dist/preact.min.umd.js"),
            "lib/hooks.js", new WebJarFile("preact", "hooks/dist/hooks.umd.js"),
            "lib/d3.js", new WebJarFile("d3", "dist/d3.min.js"));

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8");

    private record WebJarFile(String library, String file) {
        /** The version is the one that the build pins. */
        byte[] content() {
            Properties properties = new Properties();
            try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + library + "/pom.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return read(
                    "/META-INF/resources/webjars/" + library + "/" + properties.getProperty("version") + "/" + file);
        }
    }

    private PageFiles() {}

    /** @param wantsToken whether the server answers to holders of a token only */
    public static List<StaticFile> all(boolean wantsToken) {
        String index = new String(read(INDEX), StandardCharsets.UTF_8);
        Map<String, byte[]> named = new LinkedHashMap<>();
        for (Matcher names = NAMED.matcher(index); names.find(); ) {
            String name = names.group(1);
            named.put(name, LIBRARIES.containsKey(name) ? LIBRARIES.get(name).content() : read(name));
        }
        String version = digest(named);
        List<StaticFile> files = new ArrayList<>();
        byte[] page = index.replace(VERSION, version)
                .replace(TOKEN, wantsToken ? "required" : "none")
                .getBytes(StandardCharsets.UTF_8);
        files.add(new StaticFile("/", type(INDEX), page, false));
        named.forEach((name, content) ->
                files.add(new StaticFile("/page/" + version + "/" + name, type(name), content, true)));
        return files;
    }

    private static String type(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String digest(Map<String, byte[]> files) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                hash.update(name.getBytes(StandardCharsets.UTF_8));
                hash.update(content);
            });
            return HexFormat.of().formatHex(hash.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = PageFiles.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("the page has no file " + name);
        }
        return in;
    }
}
