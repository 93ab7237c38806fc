/* SPDX-License-Identifier: MIT */
#include "picture/types.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/machine.h"
#include "base/text.h"
#include "report/json_parts.h"

/* Sources are small; headers of libraries are not. */
enum { TYPES_MOST = 4000, FIELDS_MOST = 500, NAMED_MOST = 256 };

struct ll_known_type {
    Dwarf_Off offset;
    Dwarf_Die die;
    size_t number;
};

bool ll_types_init(struct ll_types *types, json_t *list)
{
    *types = (struct ll_types){.list = list};
    return json_array_append_new(list, json_pack("{s:s}", "k", "void")) == 0;
}

void ll_types_release(struct ll_types *types)
{
    free(types->known);
    free(types->complete);
    *types = (struct ll_types){0};
}

static bool is_record(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    return tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

bool ll_types_learn(struct ll_types *types, Dwarf_Die *unit)
{
    Dwarf_Die child;
    if (dwarf_child(unit, &child) != 0)
        return true;
    do {
        if (!is_record(&child) || dwarf_diename(&child) == NULL ||
            dwarf_hasattr_integrate(&child, DW_AT_declaration) ||
            types->complete_count >= TYPES_MOST)
            continue;
        if (!LL_GROW(types->complete, types->complete_count, types->complete_cap))
            return false;
        types->complete[types->complete_count++] =
            (struct ll_known_type){.die = child, .offset = dwarf_dieoffset(&child)};
    } while (dwarf_siblingof(&child, &child) == 0);
    return true;
}

/* Whether two files of a program include the same definition, or use the same basic
 * type.
 */
static bool is_same(Dwarf_Die *a, Dwarf_Die *b)
{
    int a_line = 0, b_line = 0;
    if (dwarf_tag(a) != dwarf_tag(b) || dwarf_bytesize(a) != dwarf_bytesize(b) ||
        !ll_same_text(dwarf_diename(a), dwarf_diename(b)))
        return false;
    return dwarf_tag(a) == DW_TAG_base_type ||
           (ll_same_text(dwarf_decl_file(a), dwarf_decl_file(b)) &&
            dwarf_decl_line(a, &a_line) == 0 && dwarf_decl_line(b, &b_line) == 0 &&
            a_line == b_line);
}

/* Take a type that a file only names from the file that defines it. */
static void complete(const struct ll_types *types, Dwarf_Die *type)
{
    const char *name = dwarf_diename(type);
    if (!is_record(type) || name == NULL ||
        !dwarf_hasattr_integrate(type, DW_AT_declaration))
        return;
    for (size_t i = 0; i < types->complete_count; i++) {
        Dwarf_Die *other = &types->complete[i].die;
        if (dwarf_tag(other) == dwarf_tag(type) &&
            strcmp(dwarf_diename(other), name) == 0) {
            *type = *other;
            return;
        }
    }
}

static const struct ll_known_type *find(const struct ll_types *types, Dwarf_Die *type)
{
    Dwarf_Off offset = dwarf_dieoffset(type);
    for (size_t i = 0; i < types->count; i++)
        if (types->known[i].offset == offset)
            return &types->known[i];
    for (size_t i = 0; i < types->count && dwarf_diename(type) != NULL; i++)
        if (is_same(&types->known[i].die, type))
            return &types->known[i];
    return NULL;
}

static bool remember(struct ll_types *types, Dwarf_Die *type, size_t number)
{
    if (!LL_GROW(types->known, types->count, types->cap))
        return false;
    types->known[types->count++] = (struct ll_known_type){
        .die = *type, .offset = dwarf_dieoffset(type), .number = number};
    return true;
}

/* ---- each sort of type ---------------------------------------------------------- */

static bool set(json_t *object, const char *key, json_int_t number)
{
    return json_object_set_new(object, key, json_integer(number)) == 0;
}

static bool set_kind(json_t *object, const char *kind)
{
    return json_object_set_new(object, "k", json_string(kind)) == 0;
}

static bool set_size(json_t *object, Dwarf_Die *type)
{
    return set(object, "size", (json_int_t)ll_type_size(NULL, type));
}

static Dwarf_Word encoding_of(Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    Dwarf_Word encoding = 0;
    if (dwarf_attr(type, DW_AT_encoding, &attribute) == NULL ||
        dwarf_formudata(&attribute, &encoding) != 0)
        return 0;
    return encoding;
}

static bool is_signed(Dwarf_Word encoding)
{
    return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
}

/* Whether it is a long double in IEEE's format of 128 bits. Another one has 80 of them.
 */
static bool is_quad(Dwarf_Die *type)
{
    return dwarf_bytesize(type) == 16 && ll_machine()->long_double_is_quad;
}

static bool fill_base(json_t *object, Dwarf_Die *type)
{
    const Dwarf_Word encoding = encoding_of(type);
    const char *kind = NULL;
    switch (encoding) {
    case DW_ATE_boolean:
        kind = "bool";
        break;
    case DW_ATE_float:
        kind = "float";
        break;
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        kind = "char";
        break;
    case DW_ATE_signed:
    case DW_ATE_unsigned:
    case DW_ATE_UTF:
        kind = "int";
        break;
    default:
        return set_kind(object, "void"); /* a complex number */
    }
    return set_kind(object, kind) &&
           ll_json_text(object, "name", dwarf_diename(type)) &&
           set_size(object, type) &&
           (encoding != DW_ATE_float || !is_quad(type) ||
            ll_json_bool(object, "quad", true)) &&
           ll_json_bool(object, "signed", is_signed(encoding));
}

/* "struct series"; of a type without a name, "struct". */
static bool set_name(json_t *object, const char *sort, Dwarf_Die *type)
{
    struct ll_buf words = LL_BUF_INIT;
    const char *name = dwarf_diename(type);
    ll_buf_addf(&words, "%s%s%s", sort, name != NULL ? " " : "",
                name != NULL ? name : "");
    return ll_json_pour(object, "name", &words);
}

static bool fill_enum(json_t *object, Dwarf_Die *type)
{
    json_t *values = json_array();
    Dwarf_Die child, underlying;
    bool negative =
        ll_type_of(type, &underlying) && is_signed(encoding_of(&underlying));
    bool ok = set_kind(object, "enum") && set_name(object, "enum", type) &&
              set_size(object, type) &&
              json_object_set_new(object, "values", values) == 0;
    bool more = ok && dwarf_child(type, &child) == 0;
    for (; more && json_array_size(values) < NAMED_MOST;
         more = dwarf_siblingof(&child, &child) == 0) {
        Dwarf_Attribute attribute;
        Dwarf_Sword number;
        const char *name = dwarf_diename(&child);
        if (dwarf_tag(&child) != DW_TAG_enumerator || name == NULL ||
            dwarf_attr(&child, DW_AT_const_value, &attribute) == NULL ||
            dwarf_formsdata(&attribute, &number) != 0)
            continue;
        negative = negative || number < 0;
        json_t *pair = json_pack("[s, I]", name, (json_int_t)number);
        if (json_array_append_new(values, pair) != 0)
            return false;
    }
    return ok && ll_json_bool(object, "signed", negative);
}

/* The number of a type that is behind qualifiers, which are left out. */
static size_t number_of(struct ll_types *types, Dwarf_Die *type);

static bool fill_pointer(struct ll_types *types, json_t *object, Dwarf_Die *type)
{
    Dwarf_Die to;
    size_t number = ll_type_of(type, &to) ? number_of(types, &to) : 0;
    return set_kind(object, "pointer") && set(object, "size", sizeof(uint64_t)) &&
           json_object_set_new(object, "to",
                               number == 0 ? json_null()
                                           : json_integer((json_int_t)number)) == 0;
}

static bool add_field(struct ll_types *types, json_t *fields, Dwarf_Die *member)
{
    struct ll_place_of place;
    const char *name = dwarf_diename(member);
    if (!ll_member_place(member, 0, &place))
        return true; /* it cannot be said where it lies */
    json_t *field = json_object();
    size_t number = ll_types_of(types, member);
    return json_array_append_new(fields, field) == 0 &&
           ll_json_text(field, "name", name == NULL ? "" : name) &&
           set(field, "at", (json_int_t)place.address) &&
           set(field, "type", (json_int_t)number) &&
           (place.bits == 0 ||
            (set(field, "bit", place.bit) && set(field, "bits", place.bits)));
}

static bool fill_record(struct ll_types *types, json_t *object, Dwarf_Die *type)
{
    const char *sort = dwarf_tag(type) == DW_TAG_union_type ? "union" : "struct";
    json_t *fields = json_array();
    Dwarf_Die member;
    bool ok = json_object_set_new(object, "fields", fields) == 0 &&
              set_kind(object, sort) && set_name(object, sort, type) &&
              set_size(object, type);
    bool more = ok && dwarf_child(type, &member) == 0;
    for (; more && ok && json_array_size(fields) < FIELDS_MOST;
         more = dwarf_siblingof(&member, &member) == 0)
        if (dwarf_tag(&member) == DW_TAG_member)
            ok = add_field(types, fields, &member);
    return ok;
}

static bool fill_dimension(json_t *object, size_t of, long long count, uint64_t size)
{
    bool known = count >= 0;
    return set_kind(object, "array") && set(object, "of", (json_int_t)of) &&
           json_object_set_new(object, "count",
                               known ? json_integer(count) : json_null()) == 0 &&
           json_object_set_new(object, "size",
                               known ? json_integer((json_int_t)size) : json_null()) ==
               0;
}

/* int grid[2][3] is an array of 2 arrays of 3: the inner ones get numbers of their own.
 */
static bool fill_array(struct ll_types *types, json_t *object, Dwarf_Die *type)
{
    Dwarf_Die element;
    unsigned dimensions = ll_type_dimensions(type);
    if (dimensions == 0 || !ll_type_of(type, &element))
        return set_kind(object, "void");
    size_t of = number_of(types, &element);
    uint64_t size = ll_type_size(NULL, &element);
    for (unsigned i = dimensions; i > 0; i--) {
        json_t *here = i > 1 ? json_object() : object;
        long long count = ll_scope_elements(NULL, type, i - 1);
        size = count < 0 ? 0 : size * (uint64_t)count;
        if (!fill_dimension(here, of, count, size) ||
            (i > 1 && json_array_append_new(types->list, here) != 0))
            return false;
        of = json_array_size(types->list) - 1;
    }
    return true;
}

static bool fill(struct ll_types *types, json_t *object, Dwarf_Die *type)
{
    Dwarf_Die inner;
    switch (dwarf_tag(type)) {
    case DW_TAG_base_type:
        return fill_base(object, type);
    case DW_TAG_enumeration_type:
        return fill_enum(object, type);
    case DW_TAG_pointer_type:
        return fill_pointer(types, object, type);
    case DW_TAG_structure_type:
    case DW_TAG_union_type:
        return fill_record(types, object, type);
    case DW_TAG_array_type:
        return fill_array(types, object, type);
    case DW_TAG_subroutine_type:
        return set_kind(object, "function") && ll_json_text(object, "name", "function");
    case DW_TAG_typedef:
        return set_kind(object, "typedef") &&
               ll_json_text(object, "name", dwarf_diename(type)) &&
               set(object, "type",
                   (json_int_t)(ll_type_of(type, &inner) ? number_of(types, &inner)
                                                         : 0));
    default:
        return set_kind(object, "void");
    }
}

/* ---- the list ------------------------------------------------------------------- */

static bool is_qualifier(int tag)
{
    return tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
           tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
}

static size_t number_of(struct ll_types *types, Dwarf_Die *given)
{
    Dwarf_Die type = *given;
    while (is_qualifier(dwarf_tag(&type)))
        if (!ll_type_of(&type, &type))
            return 0;
    complete(types, &type);
    const struct ll_known_type *known = find(types, &type);
    if (known != NULL)
        return known->number;
    const size_t number = json_array_size(types->list);
    json_t *object = json_object();
    if (number >= TYPES_MOST || json_array_append(types->list, object) != 0 ||
        !remember(types, &type, number)) {
        json_decref(object);
        return 0;
    }
    if (!fill(types, object, &type))
        json_object_set_new(object, "k", json_string("void"));
    json_decref(object);
    return number;
}

size_t ll_types_of(struct ll_types *types, Dwarf_Die *die)
{
    Dwarf_Die type;
    return ll_type_of(die, &type) ? number_of(types, &type) : 0;
}
