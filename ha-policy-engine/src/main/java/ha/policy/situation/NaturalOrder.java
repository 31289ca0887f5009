package ha.policy.situation;

import ha.model.NodeName;
import java.math.BigInteger;

/** How names are sorted where nothing else decides. */
final class NaturalOrder {
  private NaturalOrder() {}

  /** By name, numbers in it by value: {@code node2} before {@code node10}. */
  static int compare(NodeName a, NodeName b) {
    String x = a.value();
    String y = b.value();
    int i = 0;
    int j = 0;
    while (i < x.length() && j < y.length()) {
      if (Character.isDigit(x.charAt(i)) && Character.isDigit(y.charAt(j))) {
        int iEnd = endOfDigits(x, i);
        int jEnd = endOfDigits(y, j);
        int order =
            new BigInteger(x.substring(i, iEnd)).compareTo(new BigInteger(y.substring(j, jEnd)));
        if (order != 0) {
          return order;
        }
        i = iEnd;
        j = jEnd;
      } else {
        int order =
            Character.compare(
                Character.toLowerCase(x.charAt(i)), Character.toLowerCase(y.charAt(j)));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int rest = (x.length() - i) - (y.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
