package ha.fencing.ipmi.wire;

/** Numbers of the IPMI 2.0 specification. */
public final class Codes {
  // Payload types (table 13-16).
  public static final int IPMI = 0x00;
  public static final int OPEN_SESSION_REQUEST = 0x10;
  public static final int OPEN_SESSION_RESPONSE = 0x11;
  public static final int RAKP_1 = 0x12;
  public static final int RAKP_2 = 0x13;
  public static final int RAKP_3 = 0x14;
  public static final int RAKP_4 = 0x15;

  // Network functions of requests; the answer's is one more.
  public static final int CHASSIS = 0x00;
  public static final int APPLICATION = 0x06;

  // Commands.
  public static final int GET_CHASSIS_CAPABILITIES = 0x00;
  public static final int GET_CHASSIS_STATUS = 0x01;
  public static final int CHASSIS_CONTROL = 0x02;
  public static final int GET_DEVICE_ID = 0x01;
  public static final int GET_SELF_TEST_RESULTS = 0x04;
  public static final int GET_SYSTEM_GUID = 0x37;
  public static final int GET_CHANNEL_AUTHENTICATION = 0x38;
  public static final int SET_SESSION_PRIVILEGE = 0x3b;
  public static final int CLOSE_SESSION = 0x3c;
  public static final int GET_CHANNEL_CIPHER_SUITES = 0x54;

  // Chassis control.
  public static final int POWER_DOWN = 0;
  public static final int POWER_UP = 1;
  public static final int POWER_CYCLE = 2;
  public static final int HARD_RESET = 3;
  public static final int SOFT_SHUTDOWN = 5;

  // Completion codes (table 5-2).
  public static final int OK = 0x00;
  public static final int PRIVILEGE_NOT_AVAILABLE = 0x81;
  public static final int NODE_BUSY = 0xc0;
  public static final int INVALID_COMMAND = 0xc1;
  public static final int COMMAND_TIMEOUT = 0xc3;
  public static final int BAD_LENGTH = 0xc7;
  public static final int BAD_FIELD = 0xcc;
  public static final int DUPLICATE_REQUEST = 0xcf;
  public static final int INITIALIZING = 0xd2;
  public static final int INSUFFICIENT_PRIVILEGE = 0xd4;
  public static final int NOT_IN_THIS_STATE = 0xd5;
  public static final int UNSPECIFIED = 0xff;

  // RMCP+ and RAKP status (table 13-15).
  public static final int NO_RESOURCES = 0x01;
  public static final int INVALID_SESSION = 0x02;
  public static final int INVALID_AUTHENTICATION = 0x04;
  public static final int INVALID_INTEGRITY = 0x05;
  public static final int INACTIVE_SESSION = 0x08;
  public static final int INVALID_ROLE = 0x09;
  public static final int UNAUTHORIZED_ROLE = 0x0a;
  public static final int NO_RESOURCES_FOR_ROLE = 0x0b;
  public static final int INVALID_NAME_LENGTH = 0x0c;
  public static final int UNAUTHORIZED_NAME = 0x0d;
  public static final int INVALID_CHECK_VALUE = 0x0f;
  public static final int INVALID_CONFIDENTIALITY = 0x10;
  public static final int NO_SUITE_MATCH = 0x11;

  private Codes() {}
}
