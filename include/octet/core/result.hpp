// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// result<T>: a value or an error that says which operator and tensor it is about.
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "octet/core/config.hpp"
#include "octet/core/errc.hpp"

namespace octet {

/// What went wrong and where. Fields that do not apply are -1 (or 0 for bytes).
struct error {
  errc code = errc::ok;
  std::int16_t op_code = -1;   ///< a `builtin` of model/schema.hpp, for its name
  std::int32_t op_index = -1;  ///< position in the subgraph
  std::int32_t tensor = -1;    ///< tensor index in the subgraph
  /// scratch_too_small: what would do. arena_too_small: the same, or where the arena does not even
  /// hold the planner's tables, what those take.
  std::uint32_t bytes_needed = 0;

  /// True where something went wrong: `if (error e = check(...)) return e;`
  constexpr explicit operator bool() const { return code != errc::ok; }

  friend constexpr bool operator==(const error&, const error&) = default;
};

namespace detail {

/// Room for a value of a result, which holds none where there is an error: nobody clears it, except
/// where it is so small that GCC moves it in registers, of which it would then warn.
template <class T>
union value_room {
  constexpr value_room() : none{} {}
  constexpr value_room(const T& v) : value(v) {}

  char none;
  T value;
};

/// The same for small types, and for those that have to be destroyed.
template <class T>
struct cleared_room {
  T value{};
};

}  // namespace detail

/// A value or an error, without exceptions. T is default-constructible and cheap to move.
template <class T, class Error = octet::error>
class [[nodiscard]] result {
 public:
  constexpr result(const T& value) : room_{value} {}
  constexpr result(const Error& e) : error_(e) {}
  /// From an error that says less, or a result with one.
  template <class Other>
  requires(!std::same_as<Other, Error> &&
           std::convertible_to<Other, Error>) constexpr result(const Other& e)
      : error_(e) {}
  template <class Other>
  requires(!std::same_as<Other, Error> &&
           std::convertible_to<Other, Error>) constexpr result(const result<T, Other>& other)
      : result(other ? result(*other) : result(other.error())) {}
  constexpr result(errc code) : error_{.code = code} {}

  constexpr explicit operator bool() const { return has_value(); }
  constexpr bool has_value() const { return error_.code == errc::ok; }
  constexpr const Error& error() const { return error_; }

  /// The value; a trap in debug builds where there is none.
  constexpr T& value() {
    OCTET_ASSERT(has_value());
    return room_.value;
  }
  constexpr const T& value() const {
    OCTET_ASSERT(has_value());
    return room_.value;
  }
  constexpr T& operator*() { return value(); }
  constexpr const T& operator*() const { return value(); }
  constexpr T* operator->() { return &value(); }
  constexpr const T* operator->() const { return &value(); }

 private:
  using room = std::conditional_t<std::is_trivially_copyable_v<T> && (sizeof(T) > 16),
                                  detail::value_room<T>, detail::cleared_room<T>>;
  room room_{};
  Error error_{};
};

}  // namespace octet
