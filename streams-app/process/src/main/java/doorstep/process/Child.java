// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A child process. Signals go to its process id only. */
public final class Child {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LAST_WORDS = 2_000;

    private final String name;
    private final Process process;
    private final Path output;

    private Child(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a Java process with this process's class path.
     *
     * @param output file for what the process prints, from its start
     */
    public static Child start(
            String name, Class<?> main, List<String> jvmOptions, List<String> arguments, Path output) {
        return start(name, main, jvmOptions, arguments, output, Map.of());
    }

    /**
     * Starts a Java process with this process's class path.
     *
     * @param output file for what the process prints, from its start
     * @param environment variables added to this process's own
     */
    public static Child start(
            String name,
            Class<?> main,
            List<String> jvmOptions,
            List<String> arguments,
            Path output,
            Map<String, String> environment) {
        return start(name, classPath(), main.getName(), jvmOptions, arguments, output, environment);
    }

    /**
     * Starts a Java process with another class path.
     *
     * @param output file for what the process prints, from its start
     */
    public static Child start(
            String name, String classPath, String main, List<String> jvmOptions, List<String> arguments, Path output) {
        return start(name, classPath, main, jvmOptions, arguments, output, Map.of());
    }

    private static Child start(
            String name,
            String classPath,
            String main,
            List<String> jvmOptions,
            List<String> arguments,
            Path output,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DOORSTEP_"));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(output.getParent());
            return new Child(name, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** With absolute paths, because the child may have another working directory. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    /** The process id, for the JDK's diagnostic tools. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while the process runs. */
    public OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Sends {@code SIGKILL} and returns when the process has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends {@code SIGTERM} and returns when the process has ended. Not ending in time is an error. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would also close standard input, and the lifeline with it
        if (!endsWithin(PATIENCE)) {
            kill();
            throw new RunException(name + " did not end " + PATIENCE.toSeconds() + " s after SIGTERM");
        }
    }

    /** Sends {@code SIGSTOP}: the process stays alive but does not run. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new RunException("kill " + signal + " failed for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + signal + " to " + name, e);
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    private void awaitEnd() {
        if (!endsWithin(PATIENCE)) {
            throw new RunException(name + " cannot be killed");
        }
    }

    /** @return false if the process still runs after that time */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    /** The end of the output. */
    public String lastWords() {
        try {
            byte[] all = Files.readAllBytes(output);
            int from = Math.max(0, all.length - LAST_WORDS);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(" + output + " cannot be read)";
        }
    }
}
