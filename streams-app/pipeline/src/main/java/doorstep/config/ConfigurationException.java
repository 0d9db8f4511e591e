package doorstep.config;

import java.util.List;

/** The settings, as a person gave them, cannot be used. The message names each wrong one, its place and what would do. */
public final class ConfigurationException extends RuntimeException {
    public ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
