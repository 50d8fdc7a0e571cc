// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// .json that somebody else wrote: every mistake in it is told with the keys that lead to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/nearest_name.hpp"

namespace octet::convert {

/// A value of a .json text, and the way to it.
class json_reader {
 public:
  using json = nlohmann::ordered_json;

  /// where   what errors begin with: the file, then the keys
  json_reader(const json& value, std::string where) : value_(value), where_(std::move(where)) {}

  const json& value() const { return value_; }

  [[noreturn]] void fail(const std::string& what) const {
    throw convert_error(where_ + ": " + what);
  }

  json_reader at(const std::string& key) const {
    return {value_.at(key), where_ + ": \"" + key + "\""};
  }
  bool has(const std::string& key) const { return value_.contains(key); }

  /// Calls f(key, reader of the value) for each member.
  template <class F>
  void for_each(F f) const {
    if (!value_.is_object()) fail("is not an object");
    for (const auto& [key, member] : value_.items()) f(key, at(key));
  }

  bool boolean() const {
    if (!value_.is_boolean()) fail("is neither true nor false");
    return value_.get<bool>();
  }
  double number() const {
    if (!value_.is_number()) fail("is not a number");
    return value_.get<double>();
  }
  std::size_t count() const {
    if (!value_.is_number_unsigned()) fail("is not a number of things");
    return value_.get<std::size_t>();
  }
  std::string text() const {
    if (!value_.is_string()) fail("is not a text");
    return value_.get<std::string>();
  }
  std::vector<std::string> texts() const {
    if (!value_.is_array()) fail("is not a list");
    std::vector<std::string> all;
    for (const json& v : value_) all.push_back(json_reader(v, where_).text());
    return all;
  }

  /// The place of a text among those that are allowed.
  std::size_t choice(std::span<const std::string_view> allowed) const {
    const std::string chosen = text();
    std::string list;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
      if (allowed[i] == chosen) return i;
      list += (i == 0 ? "" : i + 1 == allowed.size() ? " or " : ", ") + std::string(allowed[i]);
    }
    fail("is \"" + chosen + "\", not " + list);
  }

  /// A key that is not known, of those that are.
  [[noreturn]] void fail_unknown(const std::string& key, std::span<const std::string> known) const {
    fail("\"" + key + "\" is not a key; the nearest is \"" + nearest_name(key, known) + "\"");
  }

 private:
  const json& value_;
  std::string where_;
};

/// Reads a .json text.
///
/// errors   convert_error: no .json, with the place of the mistake, or a key that is there twice
inline nlohmann::ordered_json parse_json(std::string_view text, const std::string& file) {
  using json = nlohmann::ordered_json;
  std::vector<std::set<std::string>> keys;
  const json::parser_callback_t no_key_twice = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw convert_error(file + ": \"" + value.get<std::string>() + "\" is there twice");
    return true;
  };
  try {
    return json::parse(text, no_key_twice);
  } catch (const json::parse_error& e) {
    const std::string what = e.what();  // "[json.exception.parse_error.101] parse error at ..."
    const std::size_t start = what.find("] ");
    throw convert_error(file + ": " + (start == std::string::npos ? what : what.substr(start + 2)));
  }
}

}  // namespace octet::convert
