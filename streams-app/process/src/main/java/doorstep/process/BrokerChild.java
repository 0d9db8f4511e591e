// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import doorstep.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Main class of the broker process: {@code DIR PORT KEY=VALUE…}. Prints {@value #READY} when it accepts records, and
 * runs until it is killed.
 */
public final class BrokerChild {
    static final String READY = "the broker is ready";

    private BrokerChild() {}

    public static void main(String[] args) throws InterruptedException {
        Lifeline.hold();
        Map<String, String> settings = Arrays.stream(args, 2, args.length)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), settings);
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
