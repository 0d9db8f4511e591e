// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The image under test, built once from {@code docker/Dockerfile} and the freshly packaged artefacts. */
final class DoorstepImage {
    static final String NAME = "doorstep-test:1";
    /** The same program with another image id: the target of a rolling upgrade. */
    static final String NEXT = "doorstep-test:2";

    private static boolean built;

    private DoorstepImage() {}

    static synchronized String name() {
        if (!built) {
            Path root = root();
            docker(root, "build", "-q", "-f", "docker/Dockerfile", "-t", NAME, ".");
            docker(root, "build", "-q", "--label", "version=2", "-f", "docker/Dockerfile", "-t", NEXT, ".");
            built = true;
        }
        return NAME;
    }

    /** The root directory of the repository. */
    static Path root() {
        Path dir = Path.of("").toAbsolutePath();
        while (!Files.exists(dir.resolve("docker/Dockerfile"))) {
            dir = dir.getParent();
        }
        return dir;
    }

    private static void docker(Path dir, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().put("DOCKER_BUILDKIT", "0");
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no docker command, which builds the image under test", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
