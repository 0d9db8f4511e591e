package doorstep.registry;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of this machine that no name server has a say in. */
final class OwnHost {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");

    private OwnHost() {}

    /** Whether a name or an address always means the loopback. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Of the header {@code Host}. */
    static String withoutPort(String header) {
        return header.replaceFirst(":\\d*$", "");
    }
}
