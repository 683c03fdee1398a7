"""A film of a barcode, for a browser that takes it for its camera."""

_LEFT = {
    "0": "0001101", "1": "0011001", "2": "0010011", "3": "0111101", "4": "0100011", "5": "0110001", "6": "0101111",
    "7": "0111011", "8": "0110111", "9": "0001011",
}  # fmt: skip
_PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_WIDTH, _HEIGHT, _BAR = 640, 480, 4
_BLACK, _WHITE, _GRAY = 16, 235, 128


def bars_of(code: str) -> str:
    """An EAN-13 as 95 bars, by GS1 General Specifications 5.2.1: 1 is black."""
    right = {digit: "".join("10"[int(bar)] for bar in bars) for digit, bars in _LEFT.items()}
    gaps = {digit: bars[::-1] for digit, bars in right.items()}
    sides = zip(code[1:7], _PARITY[int(code[0])], strict=True)
    left = "".join((_LEFT if side == "L" else gaps)[digit] for digit, side in sides)
    return f"101{left}01010{''.join(right[digit] for digit in code[7:])}101"


def film_of(code: str) -> bytes:
    """Some frames of the code, black on white, as YUV4MPEG2."""
    bars = bars_of(code)
    row = bytearray([_WHITE] * _WIDTH)
    start = (_WIDTH - len(bars) * _BAR) // 2
    for place, bar in enumerate(bars):
        if bar == "1":
            row[start + place * _BAR : start + (place + 1) * _BAR] = bytes([_BLACK] * _BAR)
    empty = bytes([_WHITE] * _WIDTH)
    picture = b"".join(bytes(row) if _HEIGHT // 4 < at < _HEIGHT * 3 // 4 else empty for at in range(_HEIGHT))
    colors = bytes([_GRAY] * (_WIDTH * _HEIGHT // 2))
    head = f"YUV4MPEG2 W{_WIDTH} H{_HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + (b"FRAME\n" + picture + colors) * 5
