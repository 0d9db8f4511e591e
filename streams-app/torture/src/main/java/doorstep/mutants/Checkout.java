// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A checkout: the Java sources of its modules, and what they were compiled to. */
final class Checkout {
    private static final Pattern SOURCE = Pattern.compile("(.*/[^/]+)/src/(?:main|test)/java/(.+)\\.java");
    private static final String LIST = "docs/mutants.yaml";

    private final Path root;
    private final List<SourceFile> sources;

    /**
     * A source file.
     *
     * @param module directory of its module
     * @param type name of the class, with its package
     */
    record SourceFile(Path file, Path module, String type) {
        String text() throws IOException {
            return Files.readString(file);
        }

        /** The class path of the module's tests, from what {@code .ci/mutants} has Maven write down. */
        String classPath() throws IOException {
            Path target = module.resolve("target");
            return String.join(
                    File.pathSeparator,
                    target.resolve("test-classes").toString(),
                    target.resolve("classes").toString(),
                    Files.readString(target.resolve("test-classpath")).strip());
        }
    }

    private Checkout(Path root, List<SourceFile> sources) {
        this.root = root;
        this.sources = sources;
    }

    /** @param dir the top of the checkout, or any directory in it; absolute */
    static Checkout around(Path dir) throws IOException {
        Path root = dir;
        while (!Files.exists(root.resolve(LIST))) {
            root = root.getParent();
            if (root == null) {
                throw new IOException("no " + LIST + " in " + dir + " or above");
            }
        }
        try (Stream<Path> files = Files.walk(root.resolve("streams-app"))) {
            return new Checkout(root, files.flatMap(Checkout::source).toList());
        }
    }

    private static Stream<SourceFile> source(Path file) {
        Matcher path = SOURCE.matcher(file.toString());
        return path.matches()
                ? Stream.of(new SourceFile(
                        file, Path.of(path.group(1)), path.group(2).replace('/', '.')))
                : Stream.empty();
    }

    List<Mutant> mutants() throws IOException {
        return Mutant.readAll(root.resolve(LIST));
    }

    /** A file by its path from the top of the checkout. */
    Path file(String path) {
        return root.resolve(path);
    }

    /**
     * The source of a class, whatever module it is in.
     *
     * @param name of the class, after as many packages as tell it from others of that name
     * @throws IllegalArgumentException unless there is exactly one
     */
    SourceFile source(String name) {
        List<SourceFile> found = sources.stream()
                .filter(source -> ("." + source.type()).endsWith("." + name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " classes are called " + name);
        }
        return found.get(0);
    }
}
