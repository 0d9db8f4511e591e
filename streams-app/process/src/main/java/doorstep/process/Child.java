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

/** A process that this one started. Signals go to its id and to no other. */
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
     * Starts a Java process on this one's class path.
     *
     * @param output takes what it prints, from the beginning
     */
    public static Child start(
            String name, Class<?> main, List<String> jvmOptions, List<String> arguments, Path output) {
        return start(name, main, jvmOptions, arguments, output, Map.of());
    }

    /**
     * Starts a Java process on this one's class path.
     *
     * @param output takes what it prints, from the beginning
     * @param environment variables beside this process's own
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
     * Starts a Java process on another class path.
     *
     * @param output takes what it prints, from the beginning
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

    /** Absolute, for the child may be told to work elsewhere. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    /** For tools of the JDK that look into it. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while it runs. */
    public OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code SIGTERM}; returns when it is gone. One that does not end in time is a fault of its own. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its standard input too, and so end its lifeline
        if (!endsWithin(PATIENCE)) {
            kill();
            throw new RunException(name + " did not end " + PATIENCE.toSeconds() + " s after SIGTERM");
        }
    }

    /** {@code SIGSTOP}: alive, but it does nothing. */
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

    /** @return false if it still runs after that time */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    /** The end of what it printed. */
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
