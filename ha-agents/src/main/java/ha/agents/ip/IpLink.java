package ha.agents.ip;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface as {@code ip -json} shows it: {@code link show} without addresses, {@code address
 * show} without type and hardware address.
 *
 * @param held its addresses, those asked for
 */
record IpLink(
    @JsonProperty("ifindex") @Nullable Integer index,
    @JsonProperty("ifname") @Nullable String name,
    @Nullable List<String> flags,
    @JsonProperty("link_type") @Nullable String type,
    @Nullable String address,
    @JsonProperty("addr_info") @Nullable List<Held> held) {

  /** An address on an interface. */
  record Held(
      @Nullable String local,
      @JsonProperty("prefixlen") @Nullable Integer prefix,
      @Nullable Boolean tentative,
      @JsonProperty("dadfailed") @Nullable Boolean duplicate) {
    int length() {
      return prefix == null ? 0 : prefix;
    }

    boolean isTentative() {
      return Boolean.TRUE.equals(tentative);
    }

    boolean isDuplicate() {
      return Boolean.TRUE.equals(duplicate);
    }
  }

  String called() {
    return name == null ? "" : name;
  }

  int number() {
    return index == null ? 0 : index;
  }

  Optional<Held> first() {
    return held == null ? Optional.empty() : held.stream().filter(h -> h.local != null).findFirst();
  }

  boolean isUp() {
    return flags != null && flags.contains("UP");
  }

  boolean hasCarrier() {
    return flags != null && flags.contains("LOWER_UP");
  }

  /** Its hardware address; only Ethernet has one to which neighbours can be pointed. */
  Optional<byte[]> hardware() {
    boolean ethernet = "ether".equals(type) && address != null;
    return ethernet && address != null && address.length() == 17
        ? Optional.of(HexFormat.ofDelimiter(":").parseHex(address))
        : Optional.empty();
  }
}
