// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;

/** The version of Doorstep from the jar's manifest, and the commit that it was built from. */
final class ProgramVersion implements CommandLine.IVersionProvider {
    /** Resource written by the build: the output of {@code git describe --dirty}, empty outside of a checkout. */
    private static final String COMMIT = "commit";

    @Override
    public String[] getVersion() throws IOException {
        String version = Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("(development)");
        try (InputStream in = ProgramVersion.class.getResourceAsStream(COMMIT)) {
            String commit = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new String[] {text(version, commit.strip())};
        }
    }

    static String text(String version, String commit) {
        return "doorstep " + version + ", " + (commit.isEmpty() ? "unknown commit" : "commit " + commit);
    }
}
