// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reads what a Keras model keeps in an HDF5 file: attributes of text, arrays of float.
#pragma once

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/keras/heap_check.hpp"

namespace octet::convert::hdf5 {

/// Whether a file begins as HDF5 does.
inline bool has_signature(std::span<const std::uint8_t> file) {
  constexpr std::array<std::uint8_t, 8> signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  return file.size() >= signature.size() &&
         std::equal(signature.begin(), signature.end(), file.begin());
}

/// Something that libhdf5 opened; closed at the end.
class handle {
 public:
  using closer = herr_t (*)(hid_t);
  handle(hid_t id, closer close) : id_(id), close_(close) {}
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;
  ~handle() {
    if (is_open()) close_(id_);
  }
  bool is_open() const { return id_ >= 0; }
  hid_t id() const { return id_; }

 private:
  hid_t id_;
  closer close_;
};

/// Keeps libhdf5 from printing its errors; as it was before, at the end.
class silence {
 public:
  silence() {
    H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  silence(const silence&) = delete;
  silence& operator=(const silence&) = delete;
  ~silence() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

/// A dataset of floats.
struct array {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// An HDF5 file in memory, for reading.
///
/// memory   a copy of the bytes, which must stay where they are all the same
/// errors   convert_error, also of its functions: what is there, but broken or of another type
class file {
 public:
  explicit file(std::span<const std::uint8_t> bytes)
      : heaps_(bytes),
        size_(bytes.size()),
        access_(open_in_memory(bytes), H5Pclose),
        file_(open(access_), H5Fclose) {
    if (!file_.is_open()) throw convert_error("is not an HDF5 file, or a truncated or damaged one");
  }

  /// An attribute of text of an object ("/" is the file itself); none where there is no such
  /// attribute.
  std::optional<std::vector<std::string>> texts(const std::string& object,
                                                const std::string& name) const {
    if (H5Aexists_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT) <= 0)
      return std::nullopt;
    const handle attribute(
        H5Aopen_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
    const std::string what = "the attribute \"" + name + "\" of \"" + object + "\"";
    check(attribute.is_open(), what + " cannot be read");
    const handle type(H5Aget_type(attribute.id()), H5Tclose);
    const handle space(H5Aget_space(attribute.id()), H5Sclose);
    check(type.is_open() && space.is_open(), what + " cannot be read");
    // Keras writes an empty list of names as an empty list of numbers.
    const hssize_t count = H5Sget_simple_extent_npoints(space.id());
    if (count == 0) return std::vector<std::string>();
    check(H5Tget_class(type.id()) == H5T_STRING, what + " is not text");
    const auto bytes = static_cast<std::size_t>(H5Aget_storage_size(attribute.id()));
    check(count > 0 && bytes > 0 && bytes <= size_ && static_cast<std::size_t>(count) <= bytes,
          what + " cannot be read");
    std::vector<std::string> found;
    const bool is_variable = H5Tis_variable_str(type.id()) > 0;
    check(!is_variable || heaps_.is_sound(name), what + " refers to text that is not there");
    const bool read = is_variable ? read_pointers(attribute, type, space, count, found)
                                  : read_fixed(attribute, type, count, found);
    check(read, what + " cannot be read");
    return found;
  }

  /// The same where Keras may have split a long list: NAME, or else NAME0, NAME1 ...
  std::optional<std::vector<std::string>> long_texts(const std::string& object,
                                                     const std::string& name) const {
    if (auto whole = texts(object, name)) return whole;
    auto all = texts(object, name + "0");
    for (int i = 1; all; ++i) {
      const auto more = texts(object, name + std::to_string(i));
      if (!more) break;
      all->insert(all->end(), more->begin(), more->end());
    }
    return all;
  }

  /// A dataset of floats of any width.
  array floats(const std::string& path) const {
    const std::string what = "the dataset \"" + path + "\"";
    const handle set(H5Dopen2(file_.id(), path.c_str(), H5P_DEFAULT), H5Dclose);
    check(set.is_open(), what + " is not there");
    const handle type(H5Dget_type(set.id()), H5Tclose);
    const handle space(H5Dget_space(set.id()), H5Sclose);
    check(type.is_open() && space.is_open(), what + " cannot be read");
    const std::size_t width = H5Tget_size(type.id());
    check(H5Tget_class(type.id()) == H5T_FLOAT && width >= 1 && width <= 16,
          what + " does not hold floats");
    std::array<hsize_t, H5S_MAX_RANK> sizes{};
    const int rank = H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
    const hssize_t count = H5Sget_simple_extent_npoints(space.id());
    check(rank >= 0 && count >= 0, what + " cannot be read");
    check_stored(set, static_cast<std::size_t>(count), width, what);
    array a;
    for (int i = 0; i < rank; ++i)
      a.shape.push_back(static_cast<std::int64_t>(sizes[static_cast<std::size_t>(i)]));
    a.values.resize(static_cast<std::size_t>(count));
    check(count == 0 || H5Dread(set.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                a.values.data()) >= 0,
          what + " cannot be read");
    return a;
  }

 private:
  static void check(bool ok, const std::string& what) {
    if (!ok) throw convert_error(what);
  }

  static hid_t open_in_memory(std::span<const std::uint8_t> bytes) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_core(access, 1 << 16, false);
    // The library's signature is not const; it makes a copy.
    H5Pset_file_image(access, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
    return access;
  }

  /// libhdf5 takes images of the same name for one file, so each object has a name of its own.
  hid_t open(const handle& access) const {
    const std::string name = "octet-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    return size_ == 0 ? -1 : H5Fopen(name.c_str(), H5F_ACC_RDONLY, access.id());
  }

  /// A small file may claim a large dataset: what is not stored is not allocated either.
  void check_stored(const handle& set, std::size_t count, std::size_t width,
                    const std::string& what) const {
    constexpr std::size_t best_ratio = 1100;  // deflate packs at most 1032 bytes into one
    const auto stored = static_cast<std::size_t>(H5Dget_storage_size(set.id()));
    check(stored <= size_ && count / best_ratio <= stored / width && (count == 0 || stored > 0),
          what + " has no data for its shape");
  }

  static bool read_pointers(const handle& attribute, const handle& type, const handle& space,
                            hssize_t count, std::vector<std::string>& out) {
    std::vector<char*> pointers(static_cast<std::size_t>(count), nullptr);
    if (H5Aread(attribute.id(), type.id(), pointers.data()) < 0) return false;
    for (const char* p : pointers) out.emplace_back(p == nullptr ? "" : p);
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
    return true;
  }

  static bool read_fixed(const handle& attribute, const handle& type, hssize_t count,
                         std::vector<std::string>& out) {
    const std::size_t width = H5Tget_size(type.id());
    std::string all(static_cast<std::size_t>(count) * width, '\0');
    if (H5Aread(attribute.id(), type.id(), all.data()) < 0) return false;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      const std::string one = all.substr(i * width, width);
      out.push_back(one.substr(0, one.find('\0')));
    }
    return true;
  }

  silence silence_;
  heap_check heaps_;
  std::size_t size_;
  handle access_;
  handle file_;
};

}  // namespace octet::convert::hdf5
