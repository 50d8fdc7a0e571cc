// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Names that C++ takes.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

/// What cannot be the name of a namespace: the keywords of C++20, what compilers define beside
/// them, and what there is already.
inline constexpr std::string_view taken_names[] = {
    "alignas",       "alignof",      "and",       "and_eq",       "asm",      "auto",
    "bitand",        "bitor",        "bool",      "break",        "case",     "catch",
    "char",          "char16_t",     "char32_t",  "char8_t",      "class",    "co_await",
    "co_return",     "co_yield",     "compl",     "concept",      "const",    "const_cast",
    "consteval",     "constexpr",    "constinit", "continue",     "decltype", "default",
    "delete",        "do",           "double",    "dynamic_cast", "else",     "enum",
    "explicit",      "export",       "extern",    "false",        "float",    "for",
    "friend",        "goto",         "if",        "inline",       "int",      "linux",
    "long",          "main",         "mutable",   "namespace",    "new",      "noexcept",
    "not",           "not_eq",       "nullptr",   "octet",        "operator", "or",
    "or_eq",         "private",      "protected", "public",       "register", "reinterpret_cast",
    "requires",      "return",       "short",     "signed",       "sizeof",   "static",
    "static_assert", "static_cast",  "std",       "struct",       "switch",   "template",
    "this",          "thread_local", "throw",     "true",         "try",      "typedef",
    "typeid",        "typename",     "union",     "unix",         "unsigned", "using",
    "virtual",       "void",         "volatile",  "wchar_t",      "while",    "xor",
    "xor_eq"};

/// A name that C and C++ take for a namespace and in front of functions.
inline std::string identifier(const std::string& text) {
  std::string name;
  for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  const bool is_taken = name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
                        std::ranges::find(taken_names, name) != std::end(taken_names);
  return is_taken ? "model_" + name : name;
}
