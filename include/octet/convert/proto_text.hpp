// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The text form of protocol buffers, read without their definitions: fields with a scalar or a
// message as value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"

namespace octet::convert {

/// A field of a message. A list, as in "scale: [1, 2]", is as many fields.
struct proto_field {
  std::string name;
  std::size_t line = 0;  ///< of the file, from 1
  bool is_message = false;
  bool is_text = false;  ///< the value was in quotes
  std::string value;     ///< of a scalar: the text without its quotes, or the number as it stands
  std::vector<proto_field> fields;  ///< of a message
};

namespace detail {

class proto_parser {
 public:
  proto_parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  std::vector<proto_field> parse() {
    std::vector<proto_field> all;
    skip_space();
    while (at_ < text_.size()) read_field(all, 0);
    return all;
  }

 private:
  /// Messages in messages: a record has two.
  static constexpr int deepest = 16;

  [[noreturn]] void fail(const std::string& what) const {
    throw convert_error(file_ + ":" + std::to_string(line_) + ": " + what);
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (at_ == text_.size()) return;
      if (text_[at_] == '\n') ++line_;
      if (std::string_view(" \t\r\n").find(text_[at_]) == std::string_view::npos) return;
    }
  }
  bool take(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    skip_space();
    return true;
  }

  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  std::string word(std::string_view also) {
    const std::size_t first = at_;
    while (at_ < text_.size() &&
           (is_word(text_[at_]) || also.find(text_[at_]) != std::string_view::npos))
      ++at_;
    std::string result(text_.substr(first, at_ - first));
    skip_space();
    return result;
  }

  void read_field(std::vector<proto_field>& into, int depth) {
    const std::size_t line = line_;
    const std::string name = word("");
    if (name.empty()) fail(std::string("a field's name is expected, not ") + shown());
    const bool colon = take(':');
    if (take('[')) {
      if (!colon) fail("\"" + name + "\" lacks its colon");
      if (!take(']')) {
        do {
          into.push_back(read_value(name, line, depth, true));
        } while (take(','));
        if (!take(']')) fail("the list of \"" + name + "\" is not closed");
      }
    } else {
      into.push_back(read_value(name, line, depth, colon));
    }
    if (!take(',')) take(';');
  }

  proto_field read_value(const std::string& name, std::size_t line, int depth, bool colon) {
    proto_field field;
    field.name = name;
    field.line = line;
    if (peek() == '{' || peek() == '<') {
      const char close = peek() == '{' ? '}' : '>';
      take(peek());
      if (depth == deepest) fail("messages are too deep in each other");
      field.is_message = true;
      while (!take(close)) {
        if (at_ == text_.size())
          fail("\"" + name + "\" of line " + std::to_string(line) + " is not closed");
        read_field(field.fields, depth + 1);
      }
      return field;
    }
    if (!colon) fail("\"" + name + "\" lacks its colon");
    if (peek() == '"' || peek() == '\'') {
      field.is_text = true;
      while (peek() == '"' || peek() == '\'') read_string(field.value);  // neighbours are one
      return field;
    }
    field.value = word("+-.");
    if (field.value.empty()) fail("\"" + name + "\" has no value");
    return field;
  }

  std::string shown() const {
    if (at_ == text_.size()) return "the end of the file";
    const char c = peek();
    return c > ' ' && c < 0x7f ? std::string("'") + c + "'" : "what is no text";
  }

  void read_string(std::string& into) {
    const char quote = text_[at_++];
    for (; peek() != quote || at_ == text_.size(); ++at_) {
      if (at_ == text_.size() || peek() == '\n') fail("a text is not closed on its line");
      if (peek() == '\\') {
        ++at_;
        read_escape(into);
      } else {
        into += peek();
      }
    }
    ++at_;
    skip_space();
  }

  /// Stops on the last character of the escape.
  void read_escape(std::string& into) {
    constexpr std::string_view names = "ntr\\\"'", meant = "\n\t\r\\\"'";
    const char c = peek();
    const std::size_t known = names.find(c);
    if (at_ < text_.size() && known != std::string_view::npos) {
      into += meant[known];
      return;
    }
    const bool hexadecimal = c == 'x';
    if (hexadecimal) ++at_;
    unsigned value = 0, digits = 0;
    for (; digits < (hexadecimal ? 2u : 3u); ++digits, ++at_) {
      constexpr std::string_view all = "0123456789abcdef";
      const std::size_t digit =
          all.find(peek() >= 'A' && peek() <= 'F' ? static_cast<char>(peek() + 32) : peek());
      if (digit >= (hexadecimal ? 16u : 8u)) break;
      value = value * (hexadecimal ? 16 : 8) + static_cast<unsigned>(digit);
    }
    if (digits == 0 || value > 255) fail("a text has an escape that is not known");
    into += static_cast<char>(value);
    --at_;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, line_ = 1;
};

}  // namespace detail

/// The fields of a message.
///
/// file     what errors call the text
/// errors   convert_error with the line: no protocol-buffer text
inline std::vector<proto_field> parse_proto_text(std::string_view text, const std::string& file) {
  return detail::proto_parser(text, file).parse();
}

/// A text in quotes, every byte of it.
inline std::string quote_proto_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += std::string("\\") + c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      for (const int shift : {6, 3, 0}) {
        if (shift == 6) quoted += '\\';
        quoted += static_cast<char>('0' + (byte >> shift) % 8);
      }
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

}  // namespace octet::convert
